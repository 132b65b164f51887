// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/builders/builder_list.h"

#include "core/catalog/node_spec.h"

namespace spw {

#define SPW_NODE(spec, build) const NodeSpec& spec();
#define SPW_NODE_OUTSIDE(spec)
#include "core/nodes/all_lists.h"

namespace engine {

const std::vector<Builder>& builders()
{
    static const std::vector<Builder> list{
#define SPW_NODE(spec, build) {spec().id, build},
#define SPW_NODE_OUTSIDE(spec)
#include "core/nodes/all_lists.h"
#define SPW_NEURON(Functor, id, spec) {id, buildFusedNeuron},
#include "kernels/dynamics/neuron_list.h"
#define SPW_SEQUENCE(Functor, id, spec) {id, buildSequenceNeuron},
#define SPW_SEQUENCE_PART(Functor, id)
#include "kernels/dynamics/sequence_list.h"
    };
    return list;
}

const Builder* findBuilder(std::string_view id)
{
    for (const Builder& builder : builders())
        if (builder.id == id)
            return &builder;
    return nullptr;
}

} // namespace engine
} // namespace spw
