// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/isa.h"
#include "kernels/sequence_kernels.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/sequence_ops.h"
#include "tests/runner/registry.h"

#include <nlohmann/json.hpp>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <QTest>

#include <fstream>

namespace tst_sequence_ops {

using namespace spw;
using nlohmann::json;

namespace {

const json& goldens()
{
    static const json file = [] {
        std::ifstream in(SPW_SOURCE_DIR "/tests/goldens/spikingjelly/sj_neuron.json");
        return json::parse(in);
    }();
    return file;
}

at::Tensor tensorOf(const json& array, at::ScalarType type)
{
    const auto data = array["data"].get<std::vector<double>>();
    const auto shape = array["shape"].get<std::vector<int64_t>>();
    return at::tensor(data, at::kDouble).view(shape).to(type);
}

/// Largest difference over the largest magnitude of the expected values.
double relativeError(const at::Tensor& actual, const at::Tensor& expected)
{
    const at::Tensor a = actual.to(at::kDouble), e = expected.to(at::kDouble);
    return (a - e).abs().max().item<double>() / std::max(e.abs().max().item<double>(), 1e-6);
}

ops::SequenceConfig klif(bool soft, bool scaleReset, bool detach, bool decayInput = true)
{
    ops::SequenceConfig config;
    config.neuron = "neuron.klif";
    config.params = {{"tau", 2.0}, {"v_threshold", 1.0}, {"decay_input", decayInput ? 1.0 : 0.0},
                     {"scale_reset", scaleReset ? 1.0 : 0.0}, {"detach_reset", detach ? 1.0 : 0.0}};
    if (!soft)
        config.params["v_reset"] = -0.1;
    config.surrogate = "atan";
    config.keepStates = true;
    return config;
}

struct AtanSpike : torch::autograd::Function<AtanSpike> {
    static at::Tensor forward(torch::autograd::AutogradContext* ctx, const at::Tensor& x)
    {
        ctx->save_for_backward({x});
        return x.ge(0).to(x.scalar_type());
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx,
                                                   torch::autograd::variable_list grads)
    {
        return {grads[0] / (1 + ctx->get_saved_variables()[0].mul(M_PI).square())};   // alpha 2
    }
};

/// KLIF as a loop of plain operations: {spikes, membranes, final membrane}.
std::vector<at::Tensor> klifLoop(const at::Tensor& x, const at::Tensor& initial, const at::Tensor& k,
                                 const ops::SequenceConfig& config)
{
    const auto reset = config.params.find("v_reset");
    const bool soft = reset == config.params.end(), scaled = config.params.at("scale_reset") != 0.0;
    const double rest = soft ? 0.0 : reset->second;
    at::Tensor v = initial.expand_as(x[0]);
    std::vector<at::Tensor> spikes, vs;
    for (const at::Tensor& input : x.unbind(0)) {
        const at::Tensor h =
            config.params.at("decay_input") != 0.0 ? v + (input - (v - rest)) / 2 : v - (v - rest) / 2 + input;
        const at::Tensor f = (h * k).relu();
        const at::Tensor s = AtanSpike::apply(f - 1.0);
        const at::Tensor d = config.params.at("detach_reset") != 0.0 ? s.detach() : s;
        if (soft)
            v = scaled ? (f - d) / k : f - d;
        else
            v = (scaled ? f / k : f) * (1 - d) + rest * d;
        spikes.push_back(s);
        vs.push_back(v);
    }
    return {at::stack(spikes), at::stack(vs), v};
}

} // namespace

class tst_SequenceOps final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { at::manual_seed(20240607); }

    void klifMatchesTheReferenceLibrary_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("isDouble");
        int rows = 0;
        for (std::size_t i = 0; i < goldens()["cases"].size(); ++i) {
            const std::string id = goldens()["cases"][i]["id"];
            if (id.rfind("KLIFNode/", 0) != 0)
                continue;
            QTest::newRow((id + " float32").c_str()) << int(i) << false;
            QTest::newRow((id + " float64").c_str()) << int(i) << true;
            ++rows;
        }
        QVERIFY(rows >= 12);
    }
    void klifMatchesTheReferenceLibrary()
    {
        QFETCH(int, index);
        QFETCH(bool, isDouble);
        const json& golden = goldens()["cases"][std::size_t(index)];
        const json& params = golden["params"];
        const at::ScalarType type = isDouble ? at::kDouble : at::kFloat;
        ops::SequenceConfig config;
        config.neuron = "neuron.klif";
        for (const char* name : {"tau", "v_threshold", "decay_input", "v_reset", "scale_reset", "detach_reset"})
            if (!params[name].is_null())
                config.params[name] =
                    params[name].is_boolean() ? double(params[name].get<bool>()) : params[name].get<double>();
        config.surrogate = params["surrogate"]["name"] == "ATan" ? "atan" : "sigmoid";
        config.surrogateParams["alpha"] = params["surrogate"]["alpha"];
        config.keepStates = true;
        const at::Tensor x = tensorOf(golden["inputs"]["x"], type).requires_grad_();
        const at::Tensor k = tensorOf(params["parameters"]["k"], type).requires_grad_();
        const ops::SequenceOutput out = ops::runSequence({x}, {}, {k}, config);
        out.outputs[0].mul(tensorOf(golden["inputs"]["w"], type)).sum().backward();
        QVERIFY(at::equal(out.outputs[0].detach(), tensorOf(golden["outputs"]["y"], type)));
        QVERIFY(relativeError(out.stateSeq[0].detach(), tensorOf(golden["outputs"]["v_seq"], type)) <= 1e-5);
        QVERIFY(relativeError(x.grad(), tensorOf(golden["grads"]["x"], type)) <= 1e-4);
        QVERIFY(relativeError(k.grad(), tensorOf(golden["grads"]["k"], type)) <= 1e-4);
    }

    void gradientsEqualAutogradThroughTheLoop_data()
    {
        QTest::addColumn<int>("bits");
        for (int bits = 0; bits < 16; ++bits)
            QTest::addRow("%s%s%s%s", bits & 1 ? "soft" : "hard", bits & 2 ? " scale_reset" : "",
                          bits & 4 ? " detach_reset" : "", bits & 8 ? " one gain a neuron" : "")
                << bits;
    }
    void gradientsEqualAutogradThroughTheLoop()
    {
        QFETCH(int, bits);
        const ops::SequenceConfig config = klif(bits & 1, bits & 2, bits & 4, bits & 8);
        const at::Tensor x = at::randn({9, 2, 37}, at::kDouble).add(0.6).requires_grad_();
        const at::Tensor v0 = at::randn({2, 37}, at::kDouble).mul(0.3).requires_grad_();
        const at::Tensor k = (bits & 8 ? at::rand({37}, at::kDouble).add(0.5) : at::full({1}, 1.2, at::kDouble))
                                 .requires_grad_();
        const at::Tensor w = at::randn({9, 2, 37}, at::kDouble), wv = at::randn({9, 2, 37}, at::kDouble),
                         wf = at::randn({2, 37}, at::kDouble);
        const ops::SequenceOutput out = ops::runSequence({x}, {v0}, {k}, config);
        (out.outputs[0].mul(w).sum() + out.stateSeq[0].mul(wv).sum() + out.state[0].mul(wf).sum()).backward();
        const std::vector<at::Tensor> got{x.grad().clone(), v0.grad().clone(), k.grad().clone()};
        for (const at::Tensor& leaf : {x, v0, k})
            leaf.mutable_grad().reset();
        const std::vector<at::Tensor> loop = klifLoop(x, v0, k, config);
        (loop[0].mul(w).sum() + loop[1].mul(wv).sum() + loop[2].mul(wf).sum()).backward();
        QVERIFY(at::equal(out.outputs[0], loop[0]));
        QVERIFY(relativeError(out.stateSeq[0], loop[1]) < 1e-12);
        QVERIFY(relativeError(got[0], x.grad()) < 1e-11);
        QVERIFY(relativeError(got[1], v0.grad()) < 1e-11);
        QVERIFY(relativeError(got[2], k.grad()) < 1e-11);
    }

    void everyInstructionSetGivesTheSameBits()
    {
        const kernels::Isa before = kernels::activeIsa();
        for (const at::ScalarType type : {at::kFloat, at::kDouble})
            for (const std::int64_t neurons : {203, 40'000}) {   // the second is large enough to stream
                const at::Tensor x = at::randn({40, neurons}, type).add(0.5).requires_grad_();
                const at::Tensor k = at::rand({neurons}, type).add(0.5).requires_grad_();
                std::vector<at::Tensor> first;
                for (const kernels::Isa isa : kernels::availableIsas()) {
                    QVERIFY(kernels::setActiveIsa(isa));
                    const ops::SequenceOutput out = ops::runSequence({x}, {}, {k}, klif(false, true, false));
                    const auto grads = torch::autograd::grad({out.outputs[0].mul(x.detach()).sum()}, {x, k});
                    const std::vector<at::Tensor> now{out.outputs[0].detach(), out.stateSeq[0].detach(), grads[0],
                                                      grads[1]};
                    if (first.empty())
                        first = now;
                    for (std::size_t i = 0; i < now.size(); ++i)
                        QVERIFY2(at::equal(now[i], first[i]), kernels::isaName(isa).data());
                }
            }
        kernels::setActiveIsa(before);
    }

    void twoHalvesSingleStepsAndInferenceGiveWhatTheWholeGives()
    {
        const at::NoGradGuard guard;
        const at::Tensor x = at::randn({12, 3, 50}).add(0.5), k = at::full({1}, 1.1);
        const ops::SequenceConfig config = klif(true, true, false);
        const at::Tensor whole = ops::runSequence({x}, {}, {k}, config).outputs[0];
        const ops::SequenceOutput a = ops::runSequence({x.slice(0, 0, 5)}, {}, {k}, config);
        const ops::SequenceOutput b = ops::runSequence({x.slice(0, 5)}, a.state, {k}, config);
        QVERIFY(at::equal(at::cat({a.outputs[0], b.outputs[0]}), whole));
        std::vector<at::Tensor> steps, state;
        for (const at::Tensor& now : x.split(1)) {
            const ops::SequenceOutput out = ops::runSequence({now}, state, {k}, config);
            steps.push_back(out.outputs[0]);
            state = out.state;
        }
        QVERIFY(at::equal(at::cat(steps), whole));
        const at::AutoGradMode on(true);
        QVERIFY(at::equal(ops::runSequence({x.clone().requires_grad_()}, {}, {k}, config).outputs[0], whole));
    }

    void memoryOrderGapsAndThreadsDoNotMatter()
    {
        const at::Tensor pictures = at::randn({6, 2, 8, 9, 9}).add(0.5), k = at::rand({8, 1, 1}).add(0.5);
        const ops::SequenceConfig config = klif(false, false, false);
        const auto run = [&](const at::Tensor& x) {
            const at::Tensor leaf = x.detach().requires_grad_(), gain = k.detach().clone().requires_grad_();
            const ops::SequenceOutput out = ops::runSequence({leaf}, {}, {gain}, config);
            const auto grads = torch::autograd::grad({out.outputs[0].mul(pictures).sum()}, {leaf, gain});
            return std::vector<at::Tensor>{out.outputs[0].detach(), grads[0], grads[1]};
        };
        const auto plain = run(pictures);
        const at::Tensor last = pictures.permute({0, 1, 3, 4, 2}).contiguous().permute({0, 1, 4, 2, 3});
        const auto channelsLast = run(last);
        const auto gaps = run(at::stack({pictures, pictures}, -1).select(-1, 1));
        const int threads = at::get_num_threads();
        at::set_num_threads(2);
        const auto parallel = run(pictures);
        at::set_num_threads(threads);
        QCOMPARE(channelsLast[0].strides().vec(), last.strides().vec());
        for (const auto* other : {&channelsLast, &gaps, &parallel}) {
            QVERIFY(at::equal((*other)[0], plain[0]) && at::equal((*other)[1], plain[1]));
            QVERIFY(relativeError((*other)[2], plain[2]) < 1e-5);   // summed in another order
        }
    }

    void sixteenBitInputGivesTheOutputsOfFloat32()
    {
        for (const at::ScalarType type : {at::kHalf, at::kBFloat16}) {
            const at::Tensor half = at::randn({9, 2, 40}).add(0.5).to(type);
            const at::Tensor a = half.clone().requires_grad_(), b = half.to(at::kFloat).requires_grad_();
            const at::Tensor k = at::full({1}, 1.1).requires_grad_();
            const ops::SequenceConfig config = klif(true, true, false);
            const ops::SequenceOutput got = ops::runSequence({a}, {}, {k}, config);
            const ops::SequenceOutput wanted = ops::runSequence({b}, {}, {k}, config);
            QVERIFY(at::equal(got.outputs[0], wanted.outputs[0].to(type)));
            QCOMPARE(got.state[0].scalar_type(), at::kFloat);
            QVERIFY(at::equal(got.state[0], wanted.state[0]));
            const auto x = torch::autograd::grad({got.outputs[0].sum()}, {a});
            const auto y = torch::autograd::grad({wanted.outputs[0].sum()}, {b});
            QVERIFY(at::equal(x[0], y[0].to(type)));
        }
    }

    void wrongUseIsExplained()
    {
        const at::Tensor x = at::zeros({2, 3}), k = at::ones({1});
        const ops::SequenceConfig config = klif(false, false, false);
        ops::SequenceConfig wrong = config;
        wrong.neuron = "neuron.none";
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, ops::runSequence({x}, {}, {k}, wrong));
        wrong = config;
        wrong.params["tau"] = 0.5;
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, ops::runSequence({x}, {}, {k}, wrong));
        wrong = config;
        wrong.surrogate = "none";
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, ops::runSequence({x}, {}, {k}, wrong));
        QVERIFY_THROWS_EXCEPTION(c10::Error, ops::runSequence({x}, {}, {}, config));
        QVERIFY_THROWS_EXCEPTION(c10::Error, ops::runSequence({x, x}, {}, {k}, config));
        QVERIFY_THROWS_EXCEPTION(c10::Error, ops::runSequence({x.to(at::kLong)}, {}, {k}, config));
        const at::Tensor leaf = x.clone().requires_grad_();
        const at::Tensor loss = ops::runSequence({leaf}, {}, {k}, config).outputs[0].sum();
        const at::Tensor seed = at::ones({}).requires_grad_();
        QVERIFY_THROWS_EXCEPTION(c10::Error, torch::autograd::grad({loss}, {leaf}, {seed}, true, true));
    }
};

SPW_TEST_GUILESS(tst_SequenceOps)

} // namespace tst_sequence_ops

#include "tst_sequence_ops.moc"
