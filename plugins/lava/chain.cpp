// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lava/chain.h"

#include <algorithm>

namespace spw::lavanet {

namespace {

bool isOneOf(const std::string& id, std::initializer_list<const char*> list)
{
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return id == one; });
}

std::vector<std::int64_t> shapeOf(const PortInfo& info)
{
    std::vector<std::int64_t> shape;
    for (const Dim& dim : info.features)
        shape.push_back(dim.value_or(0));
    return shape;
}

/// Rounds or drops only while training.
bool doesNothing(const std::string& id)
{
    return id.rfind("layer.dropout", 0) == 0 || id == "layer.print_shape";
}

/// What the host makes of the spikes that come out.
bool isHostWork(const PlannedNode& node)
{
    return node.spec->category == Category::Readout ||
           isOneOf(node.spec->id, {"layer.voting", "layer.average", "layer.time_decimation", "layer.temporal_bin_sum"});
}

bool isBatchNorm(const std::string& id)
{
    return isOneOf(id, {"layer.batch_norm2d", "layer.batch_norm1d", "layer.threshold_dependent_batch_norm2d",
                        "layer.threshold_dependent_batch_norm1d", "layer.mean_only_batch_norm"});
}

bool isNeuron(const PlannedNode& node)
{
    return node.spec->category == Category::Neuron ||
           isOneOf(node.spec->id, {"layer.lava_affine", "layer.lava_rf_affine", "layer.sigma"});
}

std::optional<BlockType> synapseType(const std::string& id)
{
    static const std::map<std::string, BlockType> types{{"layer.linear", BlockType::Dense},
                                                        {"layer.spike_linear", BlockType::Dense},
                                                        {"layer.conv2d", BlockType::Conv},
                                                        {"layer.spike_conv2d", BlockType::Conv},
                                                        {"layer.avg_pool2d", BlockType::Pool},
                                                        {"layer.sum_pool2d", BlockType::Pool},
                                                        {"synapse.lava_dense", BlockType::Dense},
                                                        {"synapse.lava_conv", BlockType::Conv},
                                                        {"synapse.lava_pool", BlockType::Pool},
                                                        {"synapse.lava_conv_transpose", BlockType::ConvTranspose},
                                                        {"synapse.lava_unpool", BlockType::Unpool},
                                                        {"synapse.lava_complex_dense", BlockType::Dense},
                                                        {"synapse.lava_complex_conv", BlockType::Conv},
                                                        {"synapse.lava_complex_pool", BlockType::Pool},
                                                        {"synapse.lava_complex_conv_transpose", BlockType::ConvTranspose},
                                                        {"synapse.lava_complex_unpool", BlockType::Unpool}};
    const auto found = types.find(id);
    return found == types.end() ? std::nullopt : std::optional(found->second);
}

/// Follows the wires from the data to the readout, block after block.
class Walk {
public:
    Walk(const Plan& plan, const ParamValues& options, Diagnostics& found)
        : m_options(options)
        , m_findings(found)
        , m_view(networkView(plan))
        , m_plan(plan)
    {}

    Chain run()
    {
        if (m_view.nodes.empty()) {
            m_findings.refuse(m_plan.nodes.empty() ? PlannedNode{} : m_plan.nodes.front(), "", "There is no network.",
                              "A Lava file holds layers with neurons.", "Add a layer and neurons behind the data.");
            return std::move(m_chain);
        }
        if (m_view.entries.size() != 1) {
            m_findings.refuse(*m_view.nodes.front(), "", "Data enter at " + std::to_string(m_view.entries.size()) + " places.",
                              "A Lava file is one chain of layers with one input.", "Leave one source of data.");
            return std::move(m_chain);
        }
        m_end = m_view.entries.front();
        enter();
        while (const PlannedNode* node = next()) // refusals do not end it: all are to be told at once
            take(*node);
        finish();
        return std::move(m_chain);
    }

private:
    void enter()
    {
        m_chain.entry = m_end;
        if (const auto info = m_plan.ports.find(m_end); info != m_plan.ports.end())
            m_chain.inputShape = shapeOf(info->second);
    }

    /// The one node that reads what the last one gave; nullptr: the end, or a refusal.
    const PlannedNode* next()
    {
        std::vector<const PlannedNode*> nodes;
        for (const NetworkView::Reader& reader : m_view.readers(m_end))
            if (std::find(nodes.begin(), nodes.end(), reader.node) == nodes.end())
                nodes.push_back(reader.node);
        // Reading for readouts on the side changes nothing for the chain.
        if (nodes.size() > 1)
            nodes.erase(std::remove_if(nodes.begin(), nodes.end(),
                                       [&](const PlannedNode* node) {
                                           const bool aside = isHostWork(*node);
                                           if (aside)
                                               m_chain.skipped.push_back({node, "The host reads the spikes of this layer."});
                                           return aside;
                                       }),
                        nodes.end());
        if (nodes.empty())
            return nullptr;
        if (nodes.size() > 1) {
            m_findings.refuse(*nodes[1], "", "It and '" + nodes[0]->name + "' read the same output.",
                              "A Lava file is one chain of layers: each reads the one before it.",
                              "Remove the branch, or export to NIR, which holds graphs.");
            return nullptr;
        }
        const PlannedNode* node = nodes[0];
        for (const PlannedInput& input : node->inputs)
            for (const EdgeEnd& from : input.from)
                if (from.node != m_end.node) {
                    m_findings.refuse(*node, "", "It reads more than one layer.",
                                      "A Lava file is one chain of layers: each reads the one before it.",
                                      "Remove the other wires, or export to NIR, which holds graphs.");
                    return nullptr;
                }
        return node;
    }

    Link* open() { return m_open ? &m_chain.links.back() : nullptr; }

    std::vector<std::int64_t> inputOf(const PlannedNode& node) const
    {
        return node.inputs.empty() || !node.inputs[0].info ? std::vector<std::int64_t>{} : shapeOf(*node.inputs[0].info);
    }

    void take(const PlannedNode& node)
    {
        const std::string& id = node.spec->id;
        m_end = {node.id, node.spec->outputs.at(0).name};
        if (isHostWork(node)) {
            m_host = true;
            m_chain.skipped.push_back({&node, "The host makes this of the spikes that come out."});
            m_chain.answer = m_end;
            return;
        }
        if (m_host) {
            m_findings.refuse(
                node, "", "It stands behind '" + m_chain.skipped.back().node->name + "', which no layer of a Lava file is.",
                "Readouts are made by the host, from the spikes of the last layer.", "Move the readout to the end.");
            return;
        }
        if (doesNothing(id))
            m_chain.skipped.push_back({&node, "It does nothing in a trained network."});
        else if (node.spec->category == Category::Encoder && id != "encoder.delta" && m_chain.links.empty())
            skipAtStart(node, "Encoding comes before the network: give the encoded spikes to it.");
        else if (id == "synapse.step_delay" || id == "synapse.axon_delay" || id == "synapse.delay")
            delay(node);
        else if (id == "layer.flatten")
            flatten(node);
        else if (id == "layer.lava_input" && m_chain.links.empty())
            begin(node, BlockType::Input);
        else if (const std::optional<BlockType> type = synapseType(id))
            synapse(node, *type);
        else if (id == "container.cuba_block" || id == "container.lava_recurrent")
            container(node);
        else if (isBatchNorm(id))
            norm(node);
        else if (isNeuron(node) || id == "encoder.delta")
            neuron(node);
        else
            unknown(node);
    }

    void unknown(const PlannedNode& node)
    {
        const std::string& id = node.spec->id;
        std::string fix = "Remove it, or export to NIR or Python.";
        if (id.find("max_pool") != std::string::npos)
            fix = "Use an average pool or a convolution with a stride.";
        else if (id == "container.lava_kwta")
            fix = "Use a recurrent block: nobody can load the K-winners blocks that lava-dl writes.";
        else if (id.rfind("layer.conv", 0) == 0)
            fix = "Use Conv2d.";
        else if (id.rfind("layer.adaptive_avg_pool", 0) == 0)
            fix = "Use an average pool with a window of its own.";
        m_findings.refuse(node, "", "There is no " + node.spec->title + " in a Lava file.",
                          "It holds dense layers, convolutions, sum pools, flatten and neurons.", fix);
    }

    void skipAtStart(const PlannedNode& node, const std::string& why)
    {
        m_chain.skipped.push_back({&node, why});
        enter();
    }

    Link& begin(const PlannedNode& node, BlockType type)
    {
        if (Link* link = open()) {
            if (link->type == BlockType::Pool && !link->norm) {
                passOn();
            } else {
                m_findings.refuse(node, "", "There are no neurons between '" + link->main().name + "' and it.",
                                  "Every layer of a Lava file ends with neurons.", "Put neurons between the two.");
            }
        }
        Link link;
        link.type = type;
        link.synapse = &node;
        link.in = inputOf(node);
        link.out = node.outputs.empty() ? link.in : shapeOf(node.outputs[0]);
        link.output = m_end;
        m_chain.links.push_back(std::move(link));
        m_open = true;
        return m_chain.links.back();
    }

    /// A pool without neuron: netx cannot load pools, so there it becomes a part of the layer behind it; else a block that
    /// hands on its counts.
    void passOn()
    {
        Link& link = m_chain.links.back();
        m_open = false;
        if (forNetx(m_options)) {
            m_pools.push_back(link.synapse);
            if (m_poolIn.empty())
                m_poolIn = link.in;
            m_chain.links.pop_back();
            return;
        }
        link.passes = true;
        m_divide *= divisorOf(*link.synapse);
        checkLink(link, m_options, m_findings);
    }

    void synapse(const PlannedNode& node, BlockType type)
    {
        for (const PlannedInput& input : node.inputs)
            if (input.info && !hasSteps(input.info->type))
                return m_findings.refuse(node, "x", "Its input has no time.", "Lava runs layers step by step.",
                                         "Put an encoder in front of it.");
        checkSynapse(node, m_options, m_findings);
        Link& link = begin(node, type);
        if (type == BlockType::Pool)
            return;
        link.divideBy = m_divide;
        m_divide = 1;
        if (!m_pools.empty()) {
            link.pools = std::move(m_pools);
            link.in = m_poolIn;
            m_pools.clear();
            m_poolIn.clear();
            const bool known = link.in.size() == 3 && std::count(link.in.begin(), link.in.end(), 0) == 0;
            if (known && (link.pools.size() > 1 || (link.type != BlockType::Dense && !merged(link))))
                m_findings.refuse(
                    *link.pools[0], "", "It and '" + node.name + "' cannot be written as one layer.",
                    "netx loads no pools, so a pool becomes a part of the layer behind it; its window must be its stride, "
                    "without padding, and divide the map where the layer pads.",
                    "Use a convolution with a stride instead, or the option target=slayer.");
        }
    }

    void container(const PlannedNode& node)
    {
        const bool block = node.spec->id == "container.cuba_block";
        checkSynapse(node, m_options, m_findings);
        checkNeuron(node, m_options, m_findings);
        BlockType type = BlockType::Recurrent;
        if (block)
            type = node.values.text("synapse") == "linear"   ? BlockType::Dense
                   : node.values.text("synapse") == "conv2d" ? BlockType::Conv
                                                             : BlockType::Pool;
        Link& link = begin(node, type);
        link.divideBy = m_divide;
        m_divide = 1;
        if (!m_pools.empty())
            m_findings.refuse(*m_pools[0], "",
                              "It stands in front of '" + node.name + "', with which it cannot be written as one layer.",
                              "netx loads no pools.", "Use a convolution with a stride instead, or the option target=slayer.");
        close(node);
    }

    void flatten(const PlannedNode& node)
    {
        if (node.values.integer("start_dim") != 1 || node.outputs.empty() || node.outputs[0].features.size() != 1)
            return m_findings.refuse(node, "start_dim", "It does not flatten everything.",
                                     "A Lava file flattens maps to one list.", "Set the first axis to 1 and the last to -1.");
        const Link* before = open();
        if (before && before->type != BlockType::Pool)
            return m_findings.refuse(node, "", "There are no neurons between '" + before->main().name + "' and it.",
                                     "Every layer of a Lava file ends with neurons.", "Put it behind the neurons.");
        begin(node, BlockType::Flatten);
        Link& link = m_chain.links.back();
        if (!m_poolIn.empty()) { // the pool goes into the layer behind this
            link.output = {};
            link.in = m_poolIn;
            link.out = {1};
            for (const std::int64_t side : m_poolIn)
                link.out[0] *= side;
        }
        m_open = false;
    }

    void norm(const PlannedNode& node)
    {
        Link* link = open();
        if (!link || link->norm || link->type == BlockType::Pool || link->type == BlockType::Input)
            return m_findings.refuse(node, "", "It does not stand directly behind a convolution or linear layer.",
                                     "Batch norm has no place in a Lava file: it is put into the weights before it.",
                                     "Move it between the layer and its neurons.");
        if (node.spec->id != "layer.mean_only_batch_norm" && !m_options.flag("fold_batch_norm"))
            return m_findings.refuse(node, "", "Batch norm has no place in a Lava file.",
                                     "Its factors can be put into the weights before it, and its shift into a bias.",
                                     "Set the option fold_batch_norm=true.");
        if (node.values.has("track_running_stats") && !node.values.flag("track_running_stats"))
            return m_findings.refuse(node, "track_running_stats", "It keeps no running statistics.",
                                     "Without them there are no fixed numbers to put into the weights.",
                                     "Switch them on and train again.");
        if (isLava(*link->synapse) && node.spec->id != "layer.mean_only_batch_norm")
            return m_findings.refuse(node, "", "It stands behind weights that are rounded already.",
                                     "lava-dl has norms of its own for such layers.", "Use the norm of the lava neuron.");
        link->norm = &node;
        link->output = m_end;
        if (node.spec->id != "layer.mean_only_batch_norm")
            m_findings.warn(node, "", "Batch norm is put into the weights and a bias.",
                            "netx adds biases at every step; slayer.auto does not read them.",
                            "Without it the network must be trained again; look at the accuracy in the report.");
    }

    void neuron(const PlannedNode& node)
    {
        if (!open()) {
            if (!m_chain.links.empty())
                return m_findings.refuse(node, "",
                                         "There are no weights between '" + m_chain.links.back().main().name + "' and it.",
                                         "Every layer of a Lava file begins with weights.", "Put a layer between the two.");
            begin(node, BlockType::Input); // data straight into neurons
            m_chain.links.back().synapse = nullptr;
        }
        checkNeuron(node, m_options, m_findings);
        if (node.spec->id == "encoder.delta" && m_chain.links.back().type != BlockType::Input)
            return m_findings.refuse(node, "", "It stands behind weights.",
                                     "A delta encoder is the start of a sigma-delta network.", "Use a sigma-delta neuron.");
        close(node);
    }

    void close(const PlannedNode& node)
    {
        Link& link = m_chain.links.back();
        link.neuron = &node;
        link.output = m_end;
        m_open = false;
        checkLink(link, m_options, m_findings);
    }

    void delay(const PlannedNode& node)
    {
        if (m_chain.links.empty())
            return skipAtStart(node, "A delay of the data is the host's work.");
        Link& link = m_chain.links.back();
        const bool step = node.spec->id == "synapse.step_delay";
        if (m_open || !link.neuron || link.type == BlockType::Flatten || (step && link.stepDelay))
            return m_findings.refuse(node, "", "It does not stand behind neurons.",
                                     "In a Lava file a delay belongs to the axons of a layer.", "Move it behind the neurons.");
        if (step) {
            link.stepDelay = true;
        } else {
            if (!link.delays.empty())
                return m_findings.refuse(node, "", "There are two delays behind one layer.",
                                         "A layer has one delay for each channel.", "Make one of the two.");
            if (node.spec->id == "synapse.axon_delay" && node.values.text("per") != "channel" && link.out.size() != 1)
                return m_findings.refuse(node, "per", "Each neuron has a delay of its own.",
                                         "A Lava file holds one for each channel.", "Set it to one for each channel.");
            if (node.spec->id == "synapse.delay" && node.values.integer("delay_steps") > kLongestDelay)
                return m_findings.refuse(node, "delay_steps",
                                         "The delay is " + std::to_string(node.values.integer("delay_steps")) + " steps.",
                                         "The chip delays by at most 62.", "Lower it to 62 or less.");
            link.delays.push_back(&node);
        }
        link.output = m_end;
        checkLink(link, m_options, m_findings);
    }

    void finish()
    {
        if (m_findings.refused())
            return;
        if (m_chain.links.empty())
            return m_findings.refuse(*m_view.nodes.front(), "", "There is no layer.", "A Lava file holds layers with neurons.",
                                     "Add a layer and neurons behind the data.");
        Link& last = m_chain.links.back();
        if (!m_pools.empty())
            return m_findings.refuse(*m_pools[0], "", "It is the last layer.", "netx loads no pools.",
                                     "Use the option target=slayer.");
        if (!m_open)
            return;
        if (last.type == BlockType::Pool)
            return passOn();
        if (last.type != BlockType::Dense || last.norm || last.synapse->spec->id.find("complex") != std::string::npos)
            return m_findings.refuse(last.main(), "", "There are no neurons behind it.",
                                     "Only a dense layer may end a Lava network without neurons.", "Put neurons behind it.");
        checkLink(last, m_options, m_findings);
        if (forNetx(m_options))
            m_findings.warn(last.main(), "", "There are no neurons behind it.",
                            "netx adds its sums up over time; here each step is by itself.",
                            "Take the difference of two steps on the host.");
    }

    const ParamValues& m_options;
    Findings m_findings;
    NetworkView m_view;
    const Plan& m_plan;
    Chain m_chain;
    EdgeEnd m_end;
    bool m_open = false; // the last link waits for neurons
    bool m_host = false;
    double m_divide = 1;                     // of average pools that were written as sums
    std::vector<const PlannedNode*> m_pools; // to become a part of the next weights
    std::vector<std::int64_t> m_poolIn;
};

} // namespace

Chain chainOf(const Plan& plan, const ParamValues& options, Diagnostics& found)
{
    return Walk(plan, options, found).run();
}

} // namespace spw::lavanet
