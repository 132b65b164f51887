// SPDX-License-Identifier: GPL-3.0-or-later
// Who runs the cases of a family: SPW_GOLDEN(family, function). A file may have several handlers: the first that does
// not skip a case decides.
SPW_GOLDEN("sj_neuron", runSjNeuron)
SPW_GOLDEN("sj_surrogate", runSjSurrogate)
SPW_GOLDEN("sj_layers", runSjLayers)
SPW_GOLDEN("events", runEvents)
SPW_GOLDEN("sj_functional", runSjFunctional)
SPW_GOLDEN("sj_encoding", runSjEncoding)
SPW_GOLDEN("sj_timing", runSjTiming)
SPW_GOLDEN("lava_misc", lavaLosses)
SPW_GOLDEN("slayer_pytorch", slayerLosses)
SPW_GOLDEN("sj_neuron_extra", runSjNeuronExtra)
SPW_GOLDEN("sj_lava_exchange", runSjLavaExchange)
SPW_GOLDEN("sj_rnn", runSjRnn)
SPW_GOLDEN("lava_neuron", runLavaNeuron)
SPW_GOLDEN("lava_block", runLavaBlock)
SPW_GOLDEN("lava_misc", runLavaMisc)
SPW_GOLDEN("lava_nets", runLavaNets)
