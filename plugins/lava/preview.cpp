// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/preview.h"

#include "plugins/lava/net_graph.h"

#include <algorithm>
#include <cmath>

namespace spw::lavanet {

void TrainDistance::add(const std::vector<float>& x, const std::vector<float>& y, std::int64_t steps)
{
    const std::size_t count = std::min(x.size(), y.size()), width = steps > 0 ? count / std::size_t(steps) : 0;
    const double keeps = std::exp(-1.0 / 5);
    std::vector<double> f(width, 0), g(width, 0);
    for (std::size_t t = 0; t < std::size_t(steps); ++t)
        for (std::size_t i = 0; i < width; ++i) {
            const double a = double(x[t * width + i]), b = double(y[t * width + i]);
            f[i] = keeps * f[i] + a;
            g[i] = keeps * g[i] + b;
            m_difference += (f[i] - g[i]) * (f[i] - g[i]);
            m_size += f[i] * f[i] + g[i] * g[i];
            m_x += a;
            m_y += b;
        }
}

namespace {

constexpr std::int64_t kBatch = 8;

/// The class each sample is taken for: the largest of [N, C], or of the sums over time of [T, N, C].
std::vector<std::int64_t> answers(const PlainTensor& values, std::int64_t batch)
{
    std::int64_t classes = values.shape.empty() ? 0 : values.shape.back(), steps = 1;
    if (values.shape.size() < 2 || classes < 2 || batch < 1)
        return {};
    steps = std::int64_t(values.data.size()) / (batch * classes);
    std::vector<std::int64_t> out;
    for (std::int64_t n = 0; n < batch; ++n) {
        std::vector<double> sums(std::size_t(classes), 0);
        for (std::int64_t t = 0; t < steps; ++t)
            for (std::int64_t c = 0; c < classes; ++c)
                sums[std::size_t(c)] += double(values.data[std::size_t((t * batch + n) * classes + c)]);
        out.push_back(std::max_element(sums.begin(), sums.end()) - sums.begin());
    }
    return out;
}

class Preview {
public:
    Preview(const ExportRequest& request, const Chain& chain, const Net& net)
        : m_request(request)
        , m_chain(chain)
        , m_first(net.blocks.size() - chain.links.size())
    {
        m_project = request.open({request.document, request.base, request.weights});
        m_answer = chain.answer.value_or(chain.links.back().output);
        for (const Link& link : chain.links)
            if (link.output.node != 0)
                m_wanted.insert(link.output);
        m_wanted.insert(m_answer);
        m_net = &net;
    }

    bool run(std::int64_t samples)
    {
        const Split split = m_project->sampleCount(Split::Test) > 0 ? Split::Test : Split::Train;
        m_count = std::min(samples, m_project->sampleCount(split));
        m_distances.resize(m_chain.links.size());
        for (std::int64_t first = 0; first < m_count; first += kBatch) {
            if (m_request.stop.stop_requested())
                throw CancelledError();
            m_request.progress(0.2 + 0.7 * double(first) / double(m_count), "Running the network in the numbers of the chip");
            batch(split, first, std::min(kBatch, m_count - first));
        }
        return m_count > 0;
    }

    void tell(ExchangeReport& report) const
    {
        report.numbers.emplace_back("preview samples", double(m_count));
        if (m_judged > 0) {
            report.numbers.emplace_back("accuracy float", double(m_right) / double(m_judged));
            report.numbers.emplace_back("accuracy quantised", double(m_rightQuantised) / double(m_judged));
            report.numbers.emplace_back("same answers", double(m_same) / double(m_judged));
        }
        double largest = 0;
        for (std::size_t i = 0; i < m_chain.links.size(); ++i) {
            const Link& link = m_chain.links[i];
            if (!compares(link))
                continue;
            largest = std::max(largest, m_distances[i].value());
            for (ReportLine& line : report.lines)
                if (line.node == link.main().id && (line.outcome == Outcome::Mapped || line.outcome == Outcome::Quantised)) {
                    line.numbers.emplace_back("spike distance", m_distances[i].value());
                    line.numbers.emplace_back("spikes float", m_distances[i].sumX());
                    line.numbers.emplace_back("spikes quantised", m_distances[i].sumY());
                    break;
                }
        }
        report.numbers.emplace_back("largest spike distance", largest);
    }

private:
    static bool compares(const Link& link) { return link.type != BlockType::Flatten && !link.passes && link.output.node != 0; }

    void batch(Split split, std::int64_t first, std::int64_t count)
    {
        PortTensors given = m_project->samples(split, first, count);
        std::set<EdgeEnd> wanted = m_wanted;
        const bool encoded = !given.count(m_chain.entry);
        if (encoded)
            wanted.insert(m_chain.entry);
        const PortTensors real = m_project->run(given, wanted);
        const PlainTensor& input = encoded ? real.at(m_chain.entry) : given.at(m_chain.entry);
        if (!m_chip) { // the network says nothing of steps, the data do
            ExchangeReport unused;
            m_graph = makeGraph(*m_net, {.steps = std::max<std::int64_t>(1, input.shape.at(0))}, unused);
            m_chip = m_request.open({m_graph.document, m_request.base, m_graph.weights});
        }
        std::set<EdgeEnd> outputs(m_graph.outputs.begin(), m_graph.outputs.end());
        outputs.erase(m_graph.data);
        const PortTensors chip = m_chip->run({{m_graph.data, input}}, outputs);
        for (std::size_t i = 0; i < m_chain.links.size(); ++i)
            if (compares(m_chain.links[i])) {
                const PlainTensor& x = real.at(m_chain.links[i].output);
                m_distances[i].add(x.data, chip.at(m_graph.outputs[m_first + i]).data, x.shape.at(0));
            }
        judge(split, first, count, given, real, chip.at(m_graph.outputs.back()));
    }

    /// Readouts of the project judge the spikes of the chip too.
    void judge(Split split, std::int64_t first, std::int64_t count, PortTensors given, const PortTensors& real,
               const PlainTensor& last)
    {
        const std::vector<std::int64_t> plain = answers(real.at(m_answer), count);
        PlainTensor quantised = last;
        if (m_chain.answer) {
            PlainTensor spikes = last;
            spikes.shape = real.at(m_chain.links.back().output).shape;
            given[m_chain.links.back().output] = std::move(spikes);
            quantised = m_project->run(given, {m_answer}).at(m_answer);
        }
        const std::vector<std::int64_t> rounded = answers(quantised, count);
        for (std::size_t n = 0; n < plain.size() && n < rounded.size(); ++n) {
            const std::int64_t label = m_project->label(split, first + std::int64_t(n));
            ++m_judged;
            m_right += plain[n] == label;
            m_rightQuantised += rounded[n] == label;
            m_same += plain[n] == rounded[n];
        }
    }

    const ExportRequest& m_request;
    const Chain& m_chain;
    const Net* m_net = nullptr;
    std::size_t m_first; // blocks that no node stands for: an input of netx
    std::unique_ptr<NetworkRunner> m_project, m_chip;
    NetGraph m_graph;
    EdgeEnd m_answer;
    std::set<EdgeEnd> m_wanted;
    std::vector<TrainDistance> m_distances;
    std::int64_t m_count = 0, m_judged = 0, m_right = 0, m_rightQuantised = 0, m_same = 0;
};

} // namespace

void addPreview(const ExportRequest& request, const Chain& chain, const Net& net, std::int64_t samples, ExchangeReport& report)
{
    try {
        Preview preview(request, chain, net);
        if (preview.run(samples))
            return preview.tell(report);
        report.add(Outcome::Skipped, 0, "Hardware preview", "The project has no samples.",
                   "It runs the written network on them, beside this one.", "Give the data node a file.");
    } catch (const CancelledError&) {
        throw;
    } catch (const Error& error) {
        report.add(Outcome::Skipped, 0, "Hardware preview", "It could not be run: " + error.happened(), error.where(),
                   error.fix() + " Or set the option preview=0.");
    }
}

} // namespace spw::lavanet
