// SPDX-License-Identifier: GPL-3.0-or-later
// Online training: two linear layers around a neuron, trained as the trainer does it.
#include "core/engine/goldens/case_graph.h"
#include "core/engine/goldens/golden_case.h"
#include "core/engine/online_learning.h"
#include "kernels/torch/aten.h"

namespace spw::engine::golden {

namespace {

std::string onlineNeuron(const std::string& name)
{
    if (name == "OTTTLIFNode")
        return "neuron.ottt_lif";
    if (name == "SLTTLIFNode")
        return "neuron.sltt_lif";
    if (name == "LIFNode")
        return "neuron.lif";
    throw Skip{"there is no neuron " + name};
}

} // namespace

CaseResult runSjOnline(const GoldenCase& golden)
{
    const Value params = golden.params;
    const at::Tensor x = golden.input("x"), label = golden.inputs.at("label").tensor(at::kLong);   // [batch, T, N, ...], [batch, N]
    std::map<std::string, at::Tensor> arrays = golden.arrays();
    const std::int64_t steps = x.size(1), inputs = x.size(3), hidden = arrays.at("w1").size(0), outputs = arrays.at("w2").size(0);

    Graph graph;
    const NodeId data = addCaseNode(graph, "dataset.arrays", {{"shape", std::to_string(inputs)}, {"T", steps}, {"classes", outputs}});
    const NodeId first = addCaseNode(graph, "layer.linear", {{"out_features", hidden}});
    const NodeId neuron = addCaseNode(graph, onlineNeuron(params["neuron"].text()).c_str(),
                              {{"tau", params["tau"].real()},
                               {"decay_input", params["decay_input"].flag()},
                               {"detach_reset", params["detach_reset"].flag()},
                               {"v_reset", params["v_reset"] ? ParamValue(params["v_reset"].real()) : ParamValue()},
                               {"surrogate", std::string("atan")}});
    const NodeId second = addCaseNode(graph, "layer.linear", {{"out_features", outputs}});
    const NodeId readout = addCaseNode(graph, "readout.membrane", {{"reduce", std::string("mean")}});
    const NodeId loss = addCaseNode(graph, "loss.mse", {});
    for (const Edge& edge : {Edge{{data, "x"}, {first, "x"}}, Edge{{first, "y"}, {neuron, "x"}}, Edge{{neuron, "s"}, {second, "x"}},
                             Edge{{second, "y"}, {readout, "x"}}, Edge{{readout, "y"}, {loss, "y"}}, Edge{{data, "label"}, {loss, "label"}}})
        graph.apply(Connect{edge});
    const Plan plan = makePlan(graph);
    Network network(plan, 0, at::kCPU);
    network.setTraining(true);
    std::map<std::string, at::Tensor> mine;   // by the names of the case
    for (const Network::Entry& entry : network.parameters()) {
        const std::string name = (entry.name.back() == 't' ? "w" : "b") + std::string(entry.node == first ? "1" : "2");
        const at::NoGradGuard noGrad;
        at::Tensor tensor = entry.tensor;
        tensor.copy_(arrays.at(name));
        mine[name] = tensor;
    }

    ParamValues learner = builtinCatalog().find("learner.bptt")->initialValues();
    const bool everyStep = params["every_step"].flag();
    learner.set("method", params["method"].text());
    learner.set("update_every_step", everyStep);
    learner.set("fptt_alpha", params["alpha"].real(0.5));
    OnlineLearning online(network, findGoal(plan), learner, network.trainable());
    // Theirs adds the gradients of the steps up, ours takes their mean.
    const double rate = params["lr"].real() * (online.updates() ? 1.0 : double(steps));
    const OnlineHooks hooks{[](const at::Tensor& value) { value.backward(); },
                            [&] {
                                const at::NoGradGuard noGrad;
                                for (const Network::Entry& entry : network.trainable())
                                    if (at::Tensor tensor = entry.tensor; tensor.grad().defined()) {
                                        tensor.sub_(tensor.grad() * rate);
                                        tensor.mutable_grad().reset();
                                    }
                            }};
    at::Tensor losses = at::zeros({x.size(0)}, at::kDouble);
    for (std::int64_t b = 0; b < x.size(0); ++b) {
        network.reset();
        losses[b] = online.learn({{{data, "x"}, x[b].to(at::kFloat)}, {{data, "label"}, label[b]}}, hooks).first * double(steps);
        if (!online.updates())
            hooks.update();
    }
    Checks checks(golden);
    for (const auto& [name, tensor] : mine)
        checks.analog(name, tensor.detach());
    if (golden.hasOutput("loss_sums"))
        checks.analog("loss_sums", losses);
    return checks.result();
}

} // namespace spw::engine::golden
