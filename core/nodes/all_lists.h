// SPDX-License-Identifier: GPL-3.0-or-later
// Every list of node types, in palette order, for whoever defines SPW_NODE and SPW_NODE_OUTSIDE before.
#include "core/nodes/datasets/list.h"
#include "core/nodes/transforms/list.h"
#include "core/nodes/encoders/list.h"
#include "core/nodes/layers/list.h"
#include "core/nodes/synapses/list.h"
#include "core/nodes/neurons/list.h"
#include "core/nodes/containers/list.h"
#include "core/nodes/readouts/list.h"
#include "core/nodes/losses/list.h"
#include "core/nodes/metrics/list.h"
#include "core/nodes/learners/list.h"
#include "core/nodes/probes/list.h"
#undef SPW_NODE
#undef SPW_NODE_OUTSIDE
