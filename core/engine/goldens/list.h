// SPDX-License-Identifier: GPL-3.0-or-later
// Who runs the cases of a family: SPW_GOLDEN(family, function). A file may have several handlers: the first that does
// not skip a case decides.
SPW_GOLDEN("sj_neuron", runSjNeuron)
SPW_GOLDEN("sj_surrogate", runSjSurrogate)
SPW_GOLDEN("events", runEvents)
