// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/importer.h"

#include "core/plan/plan.h"
#include "plugins/nir/flat_graph.h"
#include "plugins/nir/kept_json.h"
#include "plugins/nir/node_import.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace spw::nir {

namespace {

constexpr double kColumn = 260, kRow = 160;
constexpr std::size_t kMergeInputs = 4;

/// How each framework differs from the steps that were taken here.
void noteFrameworks(const ImportOptions& options, ExchangeReport& report)
{
    const std::string here = "dt " + toText(ParamValue(options.dt)) + " s, " + options.method + ", fires " + options.fires + ", reset " +
                             (options.softReset ? "soft" : "hard");
    report.add(Outcome::Mapped, 0, "discretisation", "Cut into steps with " + here + ". NIR has equations; each program cuts them its own way:");
    const std::pair<const char*, const char*> notes[] = {
        {"Norse", "Euler, fires above, hard reset: the default here, with its dt of 0.001."},
        {"snnTorch", "Euler without dt in the gain; folds R dt/tau into the threshold: the same spikes. Its IF import is a leak of 0.9."},
        {"Lava (float)", "Euler, fires above, hard reset to 0, spikes one step later."},
        {"sinabs, Rockpool", "method=exponential, fires=reached, reset=soft."},
        {"Nengo", "method=exact, fires=above, hard reset to 0."},
        {"Spyx", "Euler, fires one step later, soft reset."},
        {"SpikingJelly", "Euler, fires=reached; its soft reset is lost in its files, give reset=soft."},
    };
    for (const auto& [name, text] : notes)
        report.add(Outcome::Mapped, 0, std::string("discretisation: ") + name, text);
}

/// Builds the document node by node.
class ProjectBuilder {
public:
    ProjectBuilder(const File& file, const std::string& where, const ImportOptions& options, bool repair)
        : m_options(options), m_catalog(builtinCatalog()), m_file(file), m_graph(flatten(file, where, repair, m_report))
    {
        const std::size_t count = m_graph.nodes.size();
        m_before.resize(count);
        m_after.resize(count);
        m_first.resize(count);
        m_last.resize(count);
        for (const auto& [from, to] : m_graph.edges) {
            m_before[std::size_t(to)].push_back(from);
            m_after[std::size_t(from)].push_back(to);
        }
        for (const FlatGraph::Entry& entry : m_graph.nodes)
            m_imported.push_back(importNode(entry.node, entry.name, m_options, m_catalog));
        findLoops();
        place();
        for (std::size_t i = 0; i < count; ++i)
            addNode(i);
        for (std::size_t i = 0; i < count; ++i)
            wire(i);
    }

    ImportResult finish()
    {
        Graph graph = Graph::restore(m_catalog, m_nodes, m_edges);
        fit(graph);
        graph = Graph::restore(m_catalog, m_nodes, m_edges);
        const Plan plan = makePlan(graph);
        ImportResult result;
        result.document.graph = graph;
        result.document.description = "Imported from NIR" + (m_file.version.empty() ? std::string() : " (version " + m_file.version + ")") + ".";
        Items metadata = withoutOwn(m_file.node.metadata);
        for (const auto& [name, items] : m_graph.subgraphs)
            metadata["subgraph " + name].children = items;
        result.document.extra = keptText({metadata, {}});
        for (std::size_t i = 0; i < m_imported.size(); ++i)
            if (const PlannedNode* node = plan.find(m_first[i]))
                for (const auto& [name, array] : m_imported[i].weights)
                    result.weights.arrays[node->name + "/" + name] = array;
        Diagnostics errors;
        for (const Diagnostic& d : plan.diagnostics)
            if (d.severity == Severity::Error)
                errors.push_back(d);
        m_report.add(errors);
        checkOutputs(plan);
        report();
        result.report = std::move(m_report);
        return result;
    }

private:
    static Items withoutOwn(Items metadata)
    {
        metadata.erase("spikewright");
        return metadata;
    }

    const std::string& nameOf(std::size_t i) const { return m_graph.nodes[i].name; }
    const Node& nirOf(std::size_t i) const { return m_graph.nodes[i].node; }

    void findLoops()
    {
        // What is left when everything before and behind all loops is taken away lies on one, or between two.
        std::vector<std::size_t> in, out, done;
        std::vector<bool> gone(m_before.size());
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            in.push_back(m_before[i].size());
            out.push_back(m_after[i].size());
            if (in[i] == 0 || out[i] == 0) {
                done.push_back(i);
                gone[i] = true;
            }
        }
        while (!done.empty()) {
            const std::size_t i = done.back();
            done.pop_back();
            const auto take = [&](const std::vector<int>& others, std::vector<std::size_t>& left) {
                for (const int other : others)
                    if (!gone[std::size_t(other)] && --left[std::size_t(other)] == 0) {
                        gone[std::size_t(other)] = true;
                        done.push_back(std::size_t(other));
                    }
            };
            take(m_after[i], in);
            take(m_before[i], out);
        }
        std::set<int> holds;
        for (std::size_t i = 0; i < m_imported.size(); ++i) {
            const auto delay = m_imported[i].quantities.find("delay");
            if (gone[i] || delay == m_imported[i].quantities.end())
                continue;
            if (*std::min_element(delay->second.values.begin(), delay->second.values.end()) >= 1) {
                holds.insert(int(i));
                for (double& steps : delay->second.values)   // one of them is a node that may close a loop
                    steps -= 1;
            }
        }
        cutLoops(m_graph, holds);
        m_holds = holds;
    }

    /// Columns by the longest way from an input, without the edges that wait.
    void place()
    {
        const std::size_t count = m_graph.nodes.size();
        std::vector<std::size_t> open(count), order;
        const auto counts = [&](int from, int to) { return !m_graph.delayed.count({from, to}) && !m_holds.count(from); };
        for (const auto& [from, to] : m_graph.edges)
            open[std::size_t(to)] += counts(from, to);
        m_column.assign(count, 0);
        for (std::size_t i = 0; i < count; ++i)
            if (open[i] == 0)
                order.push_back(i);
        for (std::size_t at = 0; at < order.size(); ++at)
            for (const int to : m_after[order[at]])
                if (counts(int(order[at]), to)) {
                    m_column[std::size_t(to)] = std::max(m_column[std::size_t(to)], m_column[order[at]] + 1);
                    if (--open[std::size_t(to)] == 0)
                        order.push_back(std::size_t(to));
                }
    }

    Point position(std::size_t column, double row = 0)
    {
        const double y = double(m_rows[column]++) * kRow;
        return {double(column) * kColumn, y + row};
    }

    NodeId addNode(const char* type, const std::string& title, Point at, ParamValues values, std::string extra = {})
    {
        spw::Node node;
        node.id = NodeId(m_nodes.size()) + 1;
        node.type = type;
        node.title = title;
        for (int i = 2; !m_titles.insert(node.title).second; ++i)
            node.title = title + " (" + std::to_string(i) + ")";
        node.values = std::move(values);
        node.position = at;
        node.extra = std::move(extra);
        m_nodes.push_back(std::move(node));
        return m_nodes.back().id;
    }

    void addNode(std::size_t i)
    {
        const ImportedNode& one = m_imported[i];
        const std::string& name = nameOf(i);
        const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
        Kept kept{nirOf(i).metadata, {}};
        if (one.restored)
            kept.metadata.erase("spikewright");
        for (const std::string& field : one.unused)
            kept.fields[field] = nirOf(i).fields.at(field);
        m_first[i] = addNode(one.spec->id.c_str(), number ? nirOf(i).type + " " + name : name, position(m_column[i]), one.values, keptText(kept));
        m_last[i] = {m_first[i], one.spec->outputs.empty() ? std::string() : mainOutput(*one.spec)};
        if (m_holds.count(int(i))) {
            const NodeId id = addNode("synapse.step_delay", name + ", first step", position(m_column[i]), parameters("synapse.step_delay"));
            m_edges.push_back({{m_first[i], "y"}, {id, "x"}});
            m_last[i] = {id, outputOf("synapse.step_delay")};
            m_edges.back().from.port = mainOutput(*one.spec);
            m_edges.back().to.port = inputOf("synapse.step_delay");
        }
    }

    static std::string mainOutput(const NodeSpec& spec)
    {
        for (const PortSpec& port : spec.outputs)   // a readout's membrane is what NIR's integrator gives
            if (port.type == PortType::Spikes || port.type == PortType::Sequence)
                return port.name;
        return spec.outputs.front().name;
    }
    std::string inputOf(const char* type) const { return m_catalog.find(type)->inputs.front().name; }
    std::string outputOf(const char* type) const { return m_catalog.find(type)->outputs.front().name; }
    ParamValues parameters(const char* type) const { return m_catalog.find(type)->initialValues(); }

    /// What arrives over one edge: the output, or that of the step before.
    EdgeEnd arriving(int from, int to)
    {
        if (!m_graph.delayed.count({from, to}))
            return m_last[std::size_t(from)];
        const auto known = m_waiting.find(from);
        if (known != m_waiting.end())
            return known->second;
        Point at = m_nodes[std::size_t(m_last[std::size_t(from)].node - 1)].position;
        at.y += kRow / 2;
        const NodeId id = addNode("synapse.step_delay", nameOf(std::size_t(from)) + ", a step ago", at, parameters("synapse.step_delay"));
        m_edges.push_back({m_last[std::size_t(from)], {id, inputOf("synapse.step_delay")}});
        m_report.add(Outcome::Changed, id, nameOf(std::size_t(from)), "A loop goes through 'One step later'.",
                     "In steps a loop needs one that waits: what comes back is the output of the step before, as all frameworks have it.");
        return m_waiting[from] = {id, outputOf("synapse.step_delay")};
    }

    void wire(std::size_t i)
    {
        const NodeSpec& spec = *m_imported[i].spec;
        if (spec.inputs.empty()) {
            if (!m_before[i].empty())
                m_report.add(Outcome::Refused, m_first[i], nameOf(i), "An edge leads into this Input.", "Nothing can enter an input of the whole graph.",
                             "Remove the edge in the program that wrote the file.");
            return;
        }
        std::vector<EdgeEnd> ends;
        for (const int from : m_before[i]) {
            if (m_last[std::size_t(from)].port.empty()) {   // what enters an Output may go on from there
                for (const int real : m_before[std::size_t(from)])
                    if (!m_last[std::size_t(real)].port.empty())
                        ends.push_back(arriving(real, from));
                continue;
            }
            ends.push_back(arriving(from, int(i)));
        }
        while (ends.size() > 1) {   // edges that meet are added
            std::vector<EdgeEnd> sums;
            for (std::size_t first = 0; first < ends.size(); first += kMergeInputs) {
                const std::size_t last = std::min(first + kMergeInputs, ends.size());
                if (last - first == 1) {
                    sums.push_back(ends[first]);
                    continue;
                }
                Point at = m_nodes[std::size_t(m_first[i] - 1)].position;
                at.x -= kColumn / 2;
                const NodeId id = addNode("container.merge", "Sum before " + nameOf(i), at, parameters("container.merge"));
                const std::vector<PortSpec>& ports = m_catalog.find("container.merge")->inputs;
                for (std::size_t k = first; k < last; ++k)
                    m_edges.push_back({ends[k], {id, ports[k - first].name}});
                sums.push_back({id, outputOf("container.merge")});
            }
            ends = std::move(sums);
        }
        if (ends.size() == 1)
            m_edges.push_back({ends[0], {m_first[i], spec.inputs.front().name}});
    }

    /// Now that the shapes are known: how many values each neuron's quantities have.
    void fit(const Graph& graph)
    {
        const Plan plan = makePlan(graph);
        for (std::size_t i = 0; i < m_imported.size(); ++i) {
            ImportedNode& one = m_imported[i];
            if (one.quantities.empty())
                continue;
            const PlannedNode* node = plan.find(m_first[i]);
            std::vector<std::int64_t> features;
            if (node && !node->inputs.empty() && node->inputs[0].info)
                for (const Dim& dim : node->inputs[0].info->features)
                    features.push_back(dim.value_or(0));
            if (features.empty() || countOf(features) <= 0)
                continue;   // a problem upstream, which the plan tells
            try {
                fitQuantities(one, nameOf(i), features);
                spw::Node& made = m_nodes[std::size_t(m_first[i] - 1)];
                made.type = one.spec->id;
                made.values = one.values;
            } catch (const Error& e) {
                m_report.add(Outcome::Refused, m_first[i], nameOf(i), e.happened(), "The file contradicts itself.", e.fix());
            }
        }
    }

    void checkOutputs(const Plan& plan)
    {
        for (std::size_t i = 0; i < m_imported.size(); ++i) {
            const PlannedNode* node = plan.find(m_first[i]);
            if (nirOf(i).type != "Output" || !node || node->inputs.empty() || !node->inputs[0].info)
                continue;
            std::vector<std::int64_t> given, planned;
            for (const double side : nirOf(i).fields.at("shape").array->values)
                given.push_back(std::int64_t(side));
            for (const Dim& dim : node->inputs[0].info->features)
                planned.push_back(dim.value_or(-1));
            if (given != planned)
                m_report.add(Outcome::Changed, m_first[i], nameOf(i), "The file says " + shapeText(given) + ", what arrives is " + shapeText(planned) + ".",
                             "What arrives counts.");
        }
    }

    void report()
    {
        for (std::size_t i = 0; i < m_imported.size(); ++i) {
            const ImportedNode& one = m_imported[i];
            const std::string what = nirOf(i).type + " -> " + one.spec->title + (one.restored ? ", as it was exported" : "");
            m_report.add(Outcome::Mapped, m_first[i], nameOf(i), what);
            for (const Remark& remark : one.remarks)
                m_report.add(Outcome::Changed, m_first[i], nameOf(i), remark.what, remark.why, remark.fix);
            for (const std::string& field : one.unused)
                m_report.add(Outcome::Changed, m_first[i], nameOf(i), "The key '" + field + "' is kept, but nothing here reads it.",
                             "NIR has no such parameter of a " + nirOf(i).type + ".");
        }
        noteFrameworks(m_options, m_report);
    }

    ImportOptions m_options;
    const Catalog& m_catalog;
    const File& m_file;
    ExchangeReport m_report;
    FlatGraph m_graph;
    std::vector<std::vector<int>> m_before, m_after;
    std::vector<ImportedNode> m_imported;
    std::set<int> m_holds;
    std::vector<std::size_t> m_column;
    std::map<std::size_t, int> m_rows;
    std::vector<spw::Node> m_nodes;
    std::vector<Edge> m_edges;
    std::vector<NodeId> m_first;       // by place in m_graph
    std::vector<EdgeEnd> m_last;
    std::map<int, EdgeEnd> m_waiting;
    std::set<std::string> m_titles;
};

/// The dt that our own exporter noted.
std::optional<double> dtOf(const File& file)
{
    const auto own = file.node.metadata.find("spikewright");
    if (own == file.node.metadata.end())
        return std::nullopt;
    const auto dt = own->second.children.find("dt");
    if (dt == own->second.children.end() || !dt->second.array || dt->second.array->values.size() != 1)
        return std::nullopt;
    const double value = dt->second.array->values[0];
    return std::isfinite(value) && value > 0 ? std::optional(value) : std::nullopt;
}

} // namespace

std::vector<ParamSpec> NirImporter::options() const
{
    return {
        {.name = "dt", .caption = "Time of a step", .type = ParamType::OptionalReal, .initial = std::monostate{}, .range = above(0),
         .unit = Unit::Seconds, .doc = "NIR does not say it. none: what Spikewright noted in the file, else 0.0001."},
        {.name = "method", .caption = "Discretisation", .type = ParamType::Choice, .initial = "euler",
         .doc = "How equations are cut into steps.",
         .choices = {{"euler", "Euler (Norse, snnTorch, Lava, SpikingJelly)"}, {"exponential", "Exponential decay (sinabs, Rockpool)"}, {"exact", "Exact (Nengo)"}}},
        {.name = "fires", .caption = "Fires", .type = ParamType::Choice, .initial = "above",
         .doc = "What happens just at the threshold.", .choices = {{"above", "Above the threshold"}, {"reached", "When it is reached"}}},
        {.name = "reset", .caption = "Reset", .type = ParamType::Choice, .initial = "hard", .doc = "What a spike does to the membrane.",
         .choices = {{"hard", "To v_reset"}, {"soft", "Takes the threshold"}}},
        {.name = "if_gain", .caption = "Integrators", .type = ParamType::Choice, .initial = "time",
         .doc = "What a step adds to IF and I: r dt times the input, as the equation says, or r times the input, as sinabs and lava-dl do.",
         .choices = {{"time", "r dt"}, {"step", "r"}}},
        {.name = "steps", .caption = "Steps", .type = ParamType::Int, .initial = 100, .range = between(1, 1'000'000), .unit = Unit::Steps,
         .doc = "Length of the samples that the project begins with."},
        {.name = "restore", .caption = "Restore our own nodes", .type = ParamType::Bool, .initial = true,
         .doc = "Take what Spikewright noted beside its nodes when it wrote the file."},
        {.name = "repair_edges", .caption = "Repair edges", .type = ParamType::Bool, .initial = false,
         .doc = "Lead edges to a node that does not exist to the only one that can be meant."},
    };
}

bool NirImporter::recognises(const std::filesystem::path& file, std::string_view head) const
{
    return head.substr(0, 8) == "\x89HDF\r\n\x1a\n" && looksLikeNir(file);
}

ImportResult NirImporter::read(const ImportRequest& request) const
{
    const File file = readNir(request.file);
    const ParamValues& o = request.options;
    ImportOptions options;
    options.dt = o.isNone("dt") ? dtOf(file).value_or(1e-4) : o.real("dt");
    options.method = o.text("method");
    options.fires = o.text("fires");
    options.ifGain = o.text("if_gain");
    options.softReset = o.text("reset") == "soft";
    options.restore = o.flag("restore");
    options.steps = o.integer("steps");
    if (request.stop.stop_requested())
        throw CancelledError();
    try {
        ProjectBuilder builder(file, request.file.string(), options, o.flag("repair_edges"));
        if (request.stop.stop_requested())
            throw CancelledError();
        return builder.finish();
    } catch (const std::bad_alloc&) {
        throw Error("The network does not fit into memory.", request.file.string(), "Check the shapes in the file, or use a larger machine.");
    }
}

} // namespace spw::nir
