# SPDX-License-Identifier: GPL-3.0-or-later
# Slopes that learning sees in place of the slope of a step. x is the membrane less the threshold.
import math

import torch


#: helper
class Spike(torch.autograd.Function):
    """Forward a step: 1 where x >= 0. Backward the slope of a surrogate."""

    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return (x >= 0).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * ctx.slope(ctx.saved_tensors[0]), None


#: helper
def spike(x, slope):
    return Spike.apply(x, slope)


#: helper
def normal_density(x, sigma):
    return torch.exp(-0.5 * (x / sigma) ** 2) / (sigma * math.sqrt(2.0 * math.pi))


#: surrogate sigmoid
def sigmoid_slope(alpha=4.0):
    def slope(x):
        s = torch.sigmoid(alpha * x)
        return alpha * s * (1.0 - s)
    return slope


#: surrogate atan
def atan_slope(alpha=2.0):
    return lambda x: 0.5 * alpha / (1.0 + (0.5 * math.pi * alpha * x) ** 2)


#: surrogate piecewise_quadratic
def piecewise_quadratic_slope(alpha=1.0):
    return lambda x: (alpha - alpha * alpha * x.abs()).clamp(min=0.0)


#: surrogate erf
def erf_slope(alpha=2.0):
    return lambda x: alpha / math.sqrt(math.pi) * torch.exp(-((alpha * x) ** 2))


#: surrogate piecewise_exp
def piecewise_exp_slope(alpha=1.0):
    return lambda x: 0.5 * alpha * torch.exp(-alpha * x.abs())


#: surrogate soft_sign
def soft_sign_slope(alpha=2.0):
    return lambda x: 0.5 * alpha / (1.0 + alpha * x.abs()) ** 2


#: surrogate nonzero_sign_log_abs
def nonzero_sign_log_abs_slope(alpha=1.0):
    return lambda x: alpha / (1.0 + alpha * x.abs())


#: surrogate piecewise_leaky_relu
def piecewise_leaky_relu_slope(w=1.0, c=0.01):
    return lambda x: torch.where(x.abs() < w, torch.full_like(x, 0.5 / w), torch.full_like(x, c))


#: surrogate squarewave_fourier_series
def squarewave_fourier_series_slope(n=2, T_period=8.0):
    def slope(x):
        terms = [torch.cos(2.0 * math.pi * (2 * i - 1) * x / T_period) for i in range(1, int(n))]
        return sum(terms, torch.zeros_like(x)) * (4.0 / T_period)
    return slope


#: surrogate s2nn
def s2nn_slope(alpha=4.0, beta=1.0):
    def slope(x):
        s = torch.sigmoid(alpha * x)
        return torch.where(x < 0, alpha * s * (1.0 - s), beta / (x.abs() + 1.0))
    return slope


#: surrogate q_pseudo_spike
def q_pseudo_spike_slope(alpha=2.0):
    return lambda x: (1.0 + 2.0 / (alpha - 1.0) * x.abs()) ** -alpha


#: surrogate leaky_k_relu
def leaky_k_relu_slope(leak=0.0, k=1.0):
    return lambda x: torch.where(x >= 0, torch.full_like(x, k), torch.full_like(x, leak))


#: surrogate fake_numerical_gradient
def fake_numerical_gradient_slope(alpha=0.3):
    return lambda x: (1.0 / x.abs()).clamp(max=alpha)


#: surrogate log_tailed_relu
def log_tailed_relu_slope(alpha=0.0):
    return lambda x: torch.where(x > 0, 1.0 / x.clamp(min=1.0), torch.full_like(x, alpha))


#: surrogate super_spike
def super_spike_slope(alpha=1.0):
    return lambda x: 0.5 * alpha / (1.0 + (0.5 * math.pi * alpha * x) ** 2)


#: surrogate fast_sigmoid
def fast_sigmoid_slope(alpha=1.0):
    return lambda x: alpha / (x.abs() + 1.0) ** 2


#: surrogate rect
def rect_slope(alpha=1.0):
    return lambda x: alpha * (x.abs() < 0.5 / alpha).to(x.dtype)


#: surrogate deterministic_pass
def deterministic_pass_slope(alpha=1.0):
    return torch.ones_like


#: surrogate multi_level_spike_count
def multi_level_spike_count_slope(D=4.0):
    return lambda x: ((x >= 0) & (x <= D)).to(x.dtype)


#: surrogate slayer_pdf
def slayer_pdf_slope(tauRho=1.0, scaleRho=1.0, threshold=1.0):
    rate = 1.0 / (tauRho * threshold)
    return lambda x: scaleRho * rate * torch.exp(-x.abs() * rate)


#: surrogate lava_laplacian
def lava_laplacian_slope(tau_grad=1.0, scale_grad=1.0, tau_factor=100.0, scale_factor=0.1, threshold=1.0):
    rate = 1.0 / (tau_grad * tau_factor * threshold)
    return lambda x: 0.5 * scale_grad * scale_factor * rate * torch.exp(-x.abs() * rate)


#: surrogate lava_graded
def lava_graded_slope(tau_grad=1.0, scale_grad=1.0, tau_factor=100.0, scale_factor=0.1, threshold=1.0):
    rate = 1.0 / (tau_grad * tau_factor * threshold)
    return lambda x: scale_grad * scale_factor * torch.exp(x.clamp(max=0.0) * rate)


#: surrogate single_exponential
def single_exponential_slope(grad_width=0.5, grad_scale=1.0, threshold=1.0):
    rate = 1.0 / (grad_width * threshold)
    return lambda x: grad_scale * rate * torch.exp(-x.abs() * rate)


#: surrogate heaviside
def heaviside_slope(window=1.0, threshold=1.0):
    return lambda x: (x >= -window).to(x.dtype) / threshold


#: surrogate gaussian
def gaussian_slope(mu=0.0, sigma=0.5, grad_scale=1.0):
    return lambda x: grad_scale * normal_density(x - mu, sigma)


#: surrogate multi_gaussian
def multi_gaussian_slope(mu=0.0, sigma=0.5, grad_scale=1.0, h=0.15, s=6.0):
    def slope(x):
        sides = normal_density(x + sigma, s * sigma) + normal_density(x - sigma, s * sigma)
        return grad_scale * ((1.0 + h) * normal_density(x - mu, sigma) - h * sides)
    return slope


#: surrogate periodic_exponential
def periodic_exponential_slope(grad_width=0.5, grad_scale=1.0, threshold=1.0):
    def slope(x):
        multiple = torch.floor(x / threshold + 0.5) * threshold
        distance = torch.where(x < 0, x, 2.0 * (x - multiple))
        return grad_scale * torch.exp(-distance.abs() / grad_width)
    return slope
