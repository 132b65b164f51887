// SPDX-License-Identifier: GPL-3.0-or-later
// Neurons that no fused kernel serves; those that one does have their row in kernels/dynamics/neuron_list.h.
//     SPW_NODE(spec, build)    function that describes it; function that makes its module (core/engine/builders)
//     SPW_NODE_OUTSIDE(spec)   function that describes it; no module (loader, trainer or monitor know it)
SPW_NODE(lavaCubaSpec, buildLavaCuba)
SPW_NODE(lavaAlifSpec, buildLavaAlif)
SPW_NODE(lavaRfSpec, buildLavaRf)
SPW_NODE(lavaRfIzSpec, buildLavaRfIz)
SPW_NODE(lavaAdrfSpec, buildLavaAdrf)
SPW_NODE(lavaAdrfIzSpec, buildLavaAdrfIz)
SPW_NODE(lavaSigmaDeltaSpec, buildLavaSigmaDelta)
