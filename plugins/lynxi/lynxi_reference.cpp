// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lynxi/lynxi_reference.h"

#include "core/base/error.h"
#include "core/exchange/half.h"
#include "core/exchange/onnx_network.h"

#include <algorithm>

namespace spw::lynxi {

namespace {

/// Samples of the project's test split, or numbers that are the same every time where it has none.
class Source {
public:
    Source(const ExportRequest& request, const InferenceNet& net, std::int64_t batch, Reference& out)
        : m_input(net.ops[net.inputs.at(0)]), m_steps(net.steps), m_batch(batch), m_out(out),
          m_runner(request.open({request.document, request.base, request.weights}))
    {
    }

    /// [T, N, ...] or [N, ...] as the runner takes it, in float32.
    PlainTensor read()
    {
        try {
            return samples();
        } catch (const CancelledError&) {
            throw;
        } catch (const Error& problem) {
            m_out.madeUp = problem.happened();
        }
        m_out.labels.clear();
        return drawn();
    }

    NetworkRunner& runner() { return *m_runner; }

private:
    std::size_t frame() const { return std::size_t(elementCount(m_input.shape)); }

    PlainTensor empty() const
    {
        PlainTensor x;
        if (m_input.overTime)
            x.shape.push_back(m_steps);
        x.shape.push_back(m_batch);
        x.shape.insert(x.shape.end(), m_input.shape.begin(), m_input.shape.end());
        x.data.assign(std::size_t(elementCount(x.shape)), 0.0f);
        return x;
    }

    PlainTensor samples()
    {
        const std::int64_t count = m_runner->sampleCount(Split::Test);
        if (count < 1)
            throw Error("The project has no test samples.", "the project", "Add some.");
        PlainTensor x = empty();
        for (std::int64_t n = 0; n < m_batch; ++n) {
            const PortTensors sample = m_runner->samples(Split::Test, n % count, 1);
            m_out.labels.push_back(float(m_runner->label(Split::Test, n % count)));
            const auto found = sample.find(m_input.end);
            // What an encoder sends that is not exported is known only by running it.
            const PlainTensor value = found != sample.end() ? found->second : m_runner->run(sample, {m_input.end}).at(m_input.end);
            const std::int64_t steps = m_input.overTime ? std::min(m_steps, value.shape.at(0)) : 1;
            if (value.data.size() / std::size_t(m_input.overTime ? value.shape.at(0) : 1) != frame())
                throw Error("A sample has another shape than the network takes.", m_input.title, "Check its sizes.");
            for (std::int64_t t = 0; t < steps; ++t)
                std::copy_n(value.data.begin() + std::ptrdiff_t(std::size_t(t) * frame()), frame(),
                            x.data.begin() + std::ptrdiff_t(std::size_t(t * m_batch + n) * frame()));
        }
        if (std::all_of(x.data.begin(), x.data.end(), [](float value) { return value == 0; }))
            throw Error("The samples of the project are all zeros.", "the project", "Give it data.");
        return x;
    }

    PlainTensor drawn() const
    {
        PlainTensor x = empty();
        std::uint64_t state = 1;
        for (float& value : x.data) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            const float number = float(state >> 40) / 16777216.0f;
            value = m_input.overTime ? float(number < 0.3f) : number;
        }
        return x;
    }

    const InferenceOp& m_input;
    std::int64_t m_steps, m_batch;
    Reference& m_out;
    std::unique_ptr<NetworkRunner> m_runner;
};

} // namespace

Reference makeReference(const ExportRequest& request, const InferenceNet& half, std::int64_t batch)
{
    Reference out;
    Source source(request, half, batch, out);
    request.progress(0.2, "Reading samples");
    PlainTensor x = source.read();
    for (float& value : x.data)
        value = roundedToHalf(value);
    out.input = x.data;
    OnnxOptions shapes;
    shapes.batch = batch;
    out.inputShape = onnxShape(half, half.inputs.at(0), shapes);
    out.outputShape = onnxShape(half, half.outputs.at(0), shapes);
    if (request.stop.stop_requested())
        throw CancelledError();

    request.progress(0.4, "Running the network in float16");
    HalfResult result = runInHalf(half, batch, out.input, request.stop);
    out.output = std::move(result.output);
    out.overflows = result.overflows;
    out.firstOverflow = std::move(result.firstOverflow);

    request.progress(0.8, "Running the network in float32");
    const EdgeEnd end = half.ops[half.outputs.at(0)].end;
    const PlainTensor studio = source.runner().run({{half.ops[half.inputs.at(0)].end, x}}, {end}).at(end);
    if (studio.data.size() == out.output.size())   // an encoder in the project may show other numbers of steps
        out.studio = studio.data;
    return out;
}

std::optional<double> accuracy(const std::vector<float>& output, const Reference& reference)
{
    const std::size_t samples = reference.labels.size();
    if (samples == 0 || reference.outputShape.size() != 2 || reference.outputShape[0] != std::int64_t(samples) || output.empty())
        return std::nullopt;
    const std::size_t classes = output.size() / samples;
    std::size_t right = 0;
    for (std::size_t n = 0; n < samples; ++n) {
        const auto first = output.begin() + std::ptrdiff_t(n * classes);
        right += std::max_element(first, first + std::ptrdiff_t(classes)) - first == std::ptrdiff_t(reference.labels[n]);
    }
    return double(right) / double(samples);
}

} // namespace spw::lynxi
