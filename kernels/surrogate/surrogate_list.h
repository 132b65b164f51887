// SPDX-License-Identifier: GPL-3.0-or-later
// Every surrogate of models.md section 2; used like neuron_list.h:
//     #define SPW_SURROGATE(Functor, id, title) ...
// expands one row per surrogate (functor, stored id, title). Those that are compiled into the backward passes of the
// common neurons have a row SPW_SURROGATE_HOT, the same unless a macro of that name is defined; they come first.
// Rows are only ever appended.
#if !defined(SPW_SURROGATE)

#include "kernels/surrogate/atan.h"
#include "kernels/surrogate/deterministic_pass.h"
#include "kernels/surrogate/erf.h"
#include "kernels/surrogate/fake_numerical_gradient.h"
#include "kernels/surrogate/fast_sigmoid.h"
#include "kernels/surrogate/gaussian.h"
#include "kernels/surrogate/heaviside.h"
#include "kernels/surrogate/lava_graded.h"
#include "kernels/surrogate/lava_laplacian.h"
#include "kernels/surrogate/leaky_k_relu.h"
#include "kernels/surrogate/log_tailed_relu.h"
#include "kernels/surrogate/multi_gaussian.h"
#include "kernels/surrogate/multi_level_spike_count.h"
#include "kernels/surrogate/nonzero_sign_log_abs.h"
#include "kernels/surrogate/periodic_exponential.h"
#include "kernels/surrogate/piecewise_exp.h"
#include "kernels/surrogate/piecewise_leaky_relu.h"
#include "kernels/surrogate/piecewise_quadratic.h"
#include "kernels/surrogate/q_pseudo_spike.h"
#include "kernels/surrogate/rect.h"
#include "kernels/surrogate/s2nn.h"
#include "kernels/surrogate/sigmoid.h"
#include "kernels/surrogate/single_exponential.h"
#include "kernels/surrogate/slayer_pdf.h"
#include "kernels/surrogate/soft_sign.h"
#include "kernels/surrogate/squarewave_fourier_series.h"
#include "kernels/surrogate/super_spike.h"

#else

#if !defined(SPW_SURROGATE_HOT)
#define SPW_SURROGATE_HOT(Functor, id, title) SPW_SURROGATE(Functor, id, title)
#endif

SPW_SURROGATE_HOT(Sigmoid, "sigmoid", "Sigmoid")
SPW_SURROGATE_HOT(Atan, "atan", "Arc tangent")
SPW_SURROGATE_HOT(PiecewiseQuadratic, "piecewise_quadratic", "Triangle (piecewise quadratic)")
SPW_SURROGATE_HOT(Erf, "erf", "Gaussian (error function)")
SPW_SURROGATE(PiecewiseExp, "piecewise_exp", "Double exponential")
SPW_SURROGATE(SoftSign, "soft_sign", "Soft sign")
SPW_SURROGATE(NonzeroSignLogAbs, "nonzero_sign_log_abs", "Logarithm to both sides")
SPW_SURROGATE(PiecewiseLeakyRelu, "piecewise_leaky_relu", "Ramp with leaky ends")
SPW_SURROGATE(SquarewaveFourierSeries, "squarewave_fourier_series", "Square wave (Fourier series)")
SPW_SURROGATE(S2nn, "s2nn", "S2NN (sigmoid, then logarithm)")
SPW_SURROGATE(QPseudoSpike, "q_pseudo_spike", "Power law (q-PseudoSpike)")
SPW_SURROGATE(LeakyKRelu, "leaky_k_relu", "Leaky rectifier")
SPW_SURROGATE(FakeNumericalGradient, "fake_numerical_gradient", "Fake numerical gradient")
SPW_SURROGATE(LogTailedRelu, "log_tailed_relu", "Log-tailed rectifier")
SPW_SURROGATE(SuperSpike, "super_spike", "SuperSpike (SpikingJelly)")
SPW_SURROGATE(FastSigmoid, "fast_sigmoid", "SuperSpike (fast sigmoid)")
SPW_SURROGATE(Rect, "rect", "Rectangle")
SPW_SURROGATE(DeterministicPass, "deterministic_pass", "Straight through")
SPW_SURROGATE(MultiLevelSpikeCount, "multi_level_spike_count", "Spike count (multi-level)")
SPW_SURROGATE(SlayerPdf, "slayer_pdf", "SLAYER escape probability")
SPW_SURROGATE(LavaLaplacian, "lava_laplacian", "lava Laplacian")
SPW_SURROGATE(LavaGraded, "lava_graded", "lava graded")
SPW_SURROGATE(SingleExponential, "single_exponential", "sinabs single exponential")
SPW_SURROGATE(Heaviside, "heaviside", "sinabs Heaviside")
SPW_SURROGATE(Gaussian, "gaussian", "sinabs Gaussian")
SPW_SURROGATE(MultiGaussian, "multi_gaussian", "sinabs multi-Gaussian")
SPW_SURROGATE(PeriodicExponential, "periodic_exponential", "sinabs periodic exponential")

#undef SPW_SURROGATE
#undef SPW_SURROGATE_HOT
#endif
