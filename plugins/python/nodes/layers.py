# SPDX-License-Identifier: GPL-3.0-or-later
# Layers without dynamics. Names of weights are those of Spikewright with '_' for '.'.
import math

import torch
import torch.nn.functional as F
from torch import nn

from common import *


#: helper
class ShapedWeight:
    """A weight that is normalised, masked or rounded at each use (weight_norm, mask, weight_bits)."""

    def shape_weight(self, weight_norm, weight_bits, per_channel, mask, weight_grid):
        self.weight_bits, self.per_channel, self.weight_grid = weight_bits, per_channel, weight_grid
        if weight_norm:
            first = self.weight.detach()
            del self.weight
            self.weight_v = nn.Parameter(first.clone())
            self.weight_g = nn.Parameter(self.lengths(first))
        if mask != "all":
            self.register_buffer("mask", torch.ones_like(self.weight_v if weight_norm else self.weight))

    @staticmethod
    def lengths(v):
        return v.flatten(1).norm(2, 1).view(-1, *(1,) * (v.dim() - 1))

    def shaped_weight(self):
        w = self.weight_v * (self.weight_g / self.lengths(self.weight_v)) if hasattr(self, "weight_g") else self.weight
        if hasattr(self, "mask"):
            w = w * self.mask
        if self.weight_grid == "lava":
            return straight_through(w, (w * 32).round() / 32).clamp(-4, 3.96875)
        return self.rounded(w) if self.weight_bits > 0 else w

    def rounded(self, w):
        with torch.no_grad():
            size = w.abs()
            each = (w.shape[0],) + (1,) * (w.dim() - 1)
            if self.weight_bits == 1:
                y = w.sign() * (size.flatten(1).mean(1).view(each) if self.per_channel else size.mean())
            else:
                largest = size.flatten(1).amax(1).view(each) if self.per_channel else size.max()
                step = largest.clamp(min=1e-30) / (2 ** (self.weight_bits - 1) - 1)
                y = (w / step).round() * step
        return straight_through(w, y)


#: layer.linear layer.spike_linear
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
class Linear(nn.Linear):
    def __init__(self, in_features, out_features, bias):
        super().__init__(in_features, out_features, bias)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.linear layer.spike_linear
class ShapedLinear(ShapedWeight, nn.Linear):
    def __init__(self, in_features, out_features, bias, weight_norm, weight_bits, per_channel, mask, weight_grid):
        super().__init__(in_features, out_features, bias)
        self.shape_weight(weight_norm, weight_bits, per_channel, mask, weight_grid)

    def forward(self, x):
        return F.linear(x, self.shaped_weight(), self.bias)


#: layer.conv1d layer.spike_conv1d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
class Conv1d(nn.Conv1d):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode="zeros"):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.conv2d layer.spike_conv2d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
class Conv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode="zeros"):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.conv3d layer.spike_conv3d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
class Conv3d(nn.Conv3d):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode="zeros"):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    def forward(self, x):
        return over_time(super().forward, x)


#: helper
class ShapedConv(ShapedWeight):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, weight_norm, weight_bits,
                 per_channel, mask, weight_grid, padding_mode="zeros"):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)
        self.shape_weight(weight_norm, weight_bits, per_channel, mask, weight_grid)

    def forward(self, x):
        return over_time(lambda now: self._conv_forward(now, self.shaped_weight(), self.bias), x)


#: layer.conv1d layer.spike_conv1d
class ShapedConv1d(ShapedConv, nn.Conv1d):
    pass


#: layer.conv2d layer.spike_conv2d
class ShapedConv2d(ShapedConv, nn.Conv2d):
    pass


#: layer.conv3d layer.spike_conv3d
class ShapedConv3d(ShapedConv, nn.Conv3d):
    pass


#: helper
def standardised(w, gain, eps):
    flat = w.flatten(1)
    centred = flat - flat.mean(1, keepdim=True)
    w = (centred / (flat.var(1, unbiased=True, keepdim=True) * flat.shape[1] + eps).sqrt()).view(w.shape)
    return w if gain is None else w * gain


#: layer.ws_linear
class WSLinear(nn.Linear):
    """Weights are standardised at each use."""

    def __init__(self, in_features, out_features, bias, gain, eps):
        super().__init__(in_features, out_features, bias)
        self.gain = nn.Parameter(torch.ones(out_features, 1)) if gain else None
        self.eps = eps

    def forward(self, x):
        return F.linear(x, standardised(self.weight, self.gain, self.eps), self.bias)


#: layer.ws_conv2d
class WSConv2d(nn.Conv2d):
    """Weights are standardised at each use."""

    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, gain, eps):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias)
        self.gain = nn.Parameter(torch.ones(out_channels, 1, 1, 1)) if gain else None
        self.eps = eps

    def forward(self, x):
        return over_time(lambda now: self._conv_forward(now, standardised(self.weight, self.gain, self.eps), self.bias), x)


#: layer.conv_transpose1d
class ConvTranspose1d(nn.ConvTranspose1d):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.conv_transpose2d
class ConvTranspose2d(nn.ConvTranspose2d):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.conv_transpose3d
class ConvTranspose3d(nn.ConvTranspose3d):
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.max_pool1d
class MaxPool1d(nn.MaxPool1d):
    def __init__(self, kernel_size, stride, padding, dilation, ceil_mode):
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode=ceil_mode)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.max_pool2d
class MaxPool2d(nn.MaxPool2d):
    def __init__(self, kernel_size, stride, padding, dilation, ceil_mode):
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode=ceil_mode)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.max_pool3d
class MaxPool3d(nn.MaxPool3d):
    def __init__(self, kernel_size, stride, padding, dilation, ceil_mode):
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode=ceil_mode)

    def forward(self, x):
        return over_time(super().forward, x)


#: helper
def pool_with_places(pool, x):
    y, places = pool(x.flatten(0, 1))
    shape = x.shape[:2] + y.shape[1:]
    return y.reshape(shape), places.to(x.dtype).reshape(shape)


#: layer.max_pool_places1d
class MaxPoolPlaces1d(nn.MaxPool1d):
    """Sends the largest values, and where they stood."""

    def __init__(self, kernel_size, stride, padding, dilation, ceil_mode):
        super().__init__(kernel_size, stride, padding, dilation, return_indices=True, ceil_mode=ceil_mode)

    def forward(self, x):
        return pool_with_places(super().forward, x)


#: layer.max_pool_places2d
class MaxPoolPlaces2d(nn.MaxPool2d):
    """Sends the largest values, and where they stood."""

    def __init__(self, kernel_size, stride, padding, dilation, ceil_mode):
        super().__init__(kernel_size, stride, padding, dilation, return_indices=True, ceil_mode=ceil_mode)

    def forward(self, x):
        return pool_with_places(super().forward, x)


#: layer.max_pool_places3d
class MaxPoolPlaces3d(nn.MaxPool3d):
    """Sends the largest values, and where they stood."""

    def __init__(self, kernel_size, stride, padding, dilation, ceil_mode):
        super().__init__(kernel_size, stride, padding, dilation, return_indices=True, ceil_mode=ceil_mode)

    def forward(self, x):
        return pool_with_places(super().forward, x)


#: layer.max_unpool1d layer.max_unpool2d layer.max_unpool3d
class MaxUnpool(nn.Module):
    """Puts each value back where it came from."""

    def __init__(self, out_shape):
        super().__init__()
        self.size = out_shape[1:]

    def forward(self, x, indices):
        y = torch.zeros(x.shape[:3] + (math.prod(self.size),), dtype=x.dtype, device=x.device)
        y = y.scatter(3, indices.detach().round().long().flatten(3), x.flatten(3))
        return y.reshape(x.shape[:3] + self.size)


#: layer.avg_pool1d
class AvgPool1d(nn.AvgPool1d):
    def __init__(self, kernel_size, stride, padding, ceil_mode, count_include_pad):
        super().__init__(kernel_size, stride, padding, ceil_mode, count_include_pad)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.avg_pool2d
class AvgPool2d(nn.AvgPool2d):
    def __init__(self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override):
        super().__init__(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override or None)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.avg_pool3d
class AvgPool3d(nn.AvgPool3d):
    def __init__(self, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override):
        super().__init__(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override or None)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.sum_pool2d
class SumPool2d(nn.AvgPool2d):
    """A mean that is divided by 1."""

    def __init__(self, kernel_size, stride, padding, ceil_mode):
        super().__init__(kernel_size, stride, padding, ceil_mode, True, 1)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.adaptive_avg_pool1d
class AdaptiveAvgPool1d(nn.AdaptiveAvgPool1d):
    def __init__(self, output_size):
        super().__init__(output_size)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.adaptive_avg_pool2d
class AdaptiveAvgPool2d(nn.AdaptiveAvgPool2d):
    def __init__(self, output_size):
        super().__init__(output_size)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.adaptive_avg_pool3d
class AdaptiveAvgPool3d(nn.AdaptiveAvgPool3d):
    def __init__(self, output_size):
        super().__init__(output_size)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.upsample
class Upsample(nn.Module):
    def __init__(self, size, scale_factor, mode, align_corners, out_shape):
        super().__init__()
        self.size = tuple(out_shape[1:]) if size else None
        self.scale = None if size else scale_factor
        self.mode, self.align_corners = mode, align_corners if mode != "nearest" else None

    def forward(self, x):
        return over_time(lambda now: F.interpolate(now, self.size, self.scale, self.mode, self.align_corners), x)


#: layer.batch_norm1d layer.threshold_dependent_batch_norm1d
class BatchNorm1d(nn.BatchNorm1d):
    """Statistics over time and batch."""

    def __init__(self, num_features, eps, momentum, affine=True, track_running_stats=True, alpha=1.0, v_th=1.0):
        super().__init__(num_features, eps, momentum, affine, track_running_stats)
        if affine:
            nn.init.constant_(self.weight, alpha * v_th)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.batch_norm2d layer.threshold_dependent_batch_norm2d
class BatchNorm2d(nn.BatchNorm2d):
    """Statistics over time and batch."""

    def __init__(self, num_features, eps, momentum, affine=True, track_running_stats=True, alpha=1.0, v_th=1.0):
        super().__init__(num_features, eps, momentum, affine, track_running_stats)
        if affine:
            nn.init.constant_(self.weight, alpha * v_th)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.batch_norm3d layer.threshold_dependent_batch_norm3d
class BatchNorm3d(nn.BatchNorm3d):
    """Statistics over time and batch."""

    def __init__(self, num_features, eps, momentum, affine=True, track_running_stats=True, alpha=1.0, v_th=1.0):
        super().__init__(num_features, eps, momentum, affine, track_running_stats)
        if affine:
            nn.init.constant_(self.weight, alpha * v_th)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.temporal_effective_batch_norm1d layer.temporal_effective_batch_norm2d layer.temporal_effective_batch_norm3d
#% sequence
class TemporalEffectiveBatchNorm(nn.Module):
    """A batch norm whose result is scaled step by step."""

    def __init__(self, T, num_features, eps, momentum, first_scale_only, affine, track_running_stats):
        super().__init__()
        self.eps, self.momentum, self.first_scale_only = eps, momentum, first_scale_only
        self.weight = nn.Parameter(torch.ones(num_features)) if affine else None
        self.bias = nn.Parameter(torch.zeros(num_features)) if affine else None
        self.register_buffer("running_mean", torch.zeros(num_features) if track_running_stats else None)
        self.register_buffer("running_var", torch.ones(num_features) if track_running_stats else None)
        self.scale = nn.Parameter(torch.ones(T))

    def forward(self, x):
        y = over_time(lambda now: F.batch_norm(now, self.running_mean, self.running_var, self.weight, self.bias,
                                               self.training or self.running_mean is None, self.momentum, self.eps), x)
        scale = self.scale[0] if self.first_scale_only else self.scale[:x.shape[0]].view(-1, *(1,) * (x.dim() - 1))
        return y * scale


#: layer.batch_norm_through_time1d layer.batch_norm_through_time2d layer.batch_norm_through_time3d
#% sequence
class BatchNormThroughTime(nn.Module):
    """A batch norm of its own for each step."""

    def __init__(self, T, num_features, eps, momentum, affine, track_running_stats):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(T, num_features)) if affine else None
        self.register_buffer("running_mean", torch.zeros(T, num_features) if track_running_stats else None)
        self.register_buffer("running_var", torch.ones(T, num_features) if track_running_stats else None)

    def forward(self, x):
        def now(values):
            return None if values is None else values[:x.shape[0]].reshape(-1)
        beside = x.transpose(0, 1)
        y = F.batch_norm(beside.flatten(1, 2), now(self.running_mean), now(self.running_var), now(self.weight), None,
                         self.training or self.running_mean is None, self.momentum, self.eps)
        return y.reshape(beside.shape).transpose(0, 1)


#: layer.group_norm
class GroupNorm(nn.GroupNorm):
    def __init__(self, num_groups, num_channels, eps, affine):
        super().__init__(num_groups, num_channels, eps, affine)

    def forward(self, x):
        return over_time(super().forward, x)


#: layer.neu_norm
class NeuNorm(Stepwise):
    """Takes off what all channels fired at a place, remembered over time."""

    def __init__(self, k, shared_across_channels, in_shape):
        super().__init__()
        channels, height, width = in_shape
        bound = (height * width) ** -0.5
        self.w = nn.Parameter(torch.empty(1 if shared_across_channels else channels, height, width).uniform_(-bound, bound))
        self.k, self.share = k, (1.0 - k) / channels ** 2

    def step(self, x):
        before = 0.0 if self.state is None else self.k * self.state
        self.state = before + self.share * x.sum(1, keepdim=True)
        return x - self.w * self.state


#: helper
class KeptDropout(nn.Module):
    """One mask for all steps of a sequence."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def mask_shape(self, x):
        return x.shape[1:]

    def forward(self, x):
        if not self.training or self.p == 0.0:
            return x
        return x * (torch.rand(self.mask_shape(x), device=x.device) >= self.p).to(x.dtype) / (1.0 - self.p)


#: layer.dropout
class Dropout(KeptDropout):
    pass


#: layer.dropout2d layer.dropout3d
class MapDropout(KeptDropout):
    """Drops whole maps."""

    def mask_shape(self, x):
        return x.shape[1:3] + (1,) * (x.dim() - 3)


#: layer.flatten
class Flatten(nn.Module):
    """From picture to list; axes are counted without time."""

    def __init__(self, start_dim, end_dim):
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, x):
        return over_time(lambda now: now.flatten(self.start_dim, self.end_dim), x)


#: layer.unflatten
class Unflatten(nn.Module):
    """From list to picture; shape is that of one step of one sample, or empty: as it comes."""

    def __init__(self, shape):
        super().__init__()
        self.shape = [int(side) for side in shape.split("x")] if shape else []

    def forward(self, x):
        return over_time(lambda now: now.flatten(1).view(now.shape[0], *self.shape), x) if self.shape else x


#: layer.voting
class Voting(nn.Module):
    """voting_size neurons speak for one class."""

    def __init__(self, voting_size):
        super().__init__()
        self.voting_size = voting_size

    def forward(self, x):
        return x.reshape(x.shape[:2] + (-1, self.voting_size)).mean(-1)


#: layer.relu
class ReLU(nn.ReLU):
    def __init__(self):
        super().__init__()


#: helper
def shared_score(first, second, mean, largest):
    def mlp(x):
        return F.linear(torch.relu(F.linear(x, first)), second)
    return torch.sigmoid(mlp(mean) + mlp(largest))


#: helper
def mlp_weights(n, reduction):
    small = n // reduction
    return (nn.Parameter(torch.empty(small, n).uniform_(-n ** -0.5, n ** -0.5)),
            nn.Parameter(torch.empty(n, small).uniform_(-small ** -0.5, small ** -0.5)))


#: layer.temporal_wise_attention
#% sequence
class TemporalWiseAttention(nn.Module):
    """Scales each step by a score of its mean and its largest value."""

    def __init__(self, T, reduction):
        super().__init__()
        self.sharedMLP_0_weight, self.sharedMLP_2_weight = mlp_weights(T, reduction)

    def forward(self, x):
        flat = x.flatten(2)
        score = shared_score(self.sharedMLP_0_weight, self.sharedMLP_2_weight, flat.mean(2).t(), flat.amax(2).t())
        return x * score.t().reshape(x.shape[:2] + (1,) * (x.dim() - 2))


#: layer.multi_dimensional_attention
#% sequence
class MultiDimensionalAttention(nn.Module):
    """Scales steps, then channels, then places by scores of their means and largest values."""

    def __init__(self, T, reduction_t, reduction_c, kernel_size, channels):
        super().__init__()
        side = int(kernel_size)
        self.ta_sharedMLP_0_weight, self.ta_sharedMLP_2_weight = mlp_weights(T, reduction_t)
        self.ca_sharedMLP_0_weight, self.ca_sharedMLP_2_weight = mlp_weights(channels, reduction_c)
        bound = (2.0 * side * side) ** -0.5
        self.sa_conv_weight = nn.Parameter(torch.empty(1, 2, side, side).uniform_(-bound, bound))

    def forward(self, x):
        flat = x.flatten(2)
        score = shared_score(self.ta_sharedMLP_0_weight, self.ta_sharedMLP_2_weight, flat.mean(2).t(), flat.amax(2).t())
        y = x * score.t().reshape(x.shape[:2] + (1, 1, 1))
        score = shared_score(self.ca_sharedMLP_0_weight, self.ca_sharedMLP_2_weight, y.mean((0, 3, 4)), y.amax((0, 3, 4)))
        y = y * score.reshape((1,) + x.shape[1:3] + (1, 1))
        both = torch.stack((y.mean((0, 2)), y.amax((0, 2))), 1)
        place = torch.sigmoid(F.conv2d(both, self.sa_conv_weight, padding=self.sa_conv_weight.shape[2] // 2))
        return torch.relu(y * place.unsqueeze(0))


#: helper
class TokenMap(nn.Module):
    """A linear map of each token and a batch norm."""

    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.map = nn.Sequential(nn.Conv1d(channels_in, channels_out, 1, bias=False), nn.BatchNorm1d(channels_out))

    def forward(self, x):
        return over_time(self.map, x)


#: helper
class SpikingAttention(nn.Module):
    """Questions and keys (and values) are spikes."""

    def setup(self, parts, channels, num_heads, surrogate_alpha):
        name = "qkv_conv_bn" if parts == 3 else "qk_conv_bn"
        self.parts, self.heads, self.name = parts, num_heads, name
        for map_name, width in ((name, channels * parts), ("proj_conv_bn", channels)):
            self.register_parameter(map_name + "_0_weight", nn.Parameter(torch.empty(width, channels, 1).uniform_(-channels ** -0.5, channels ** -0.5)))
            self.register_parameter(map_name + "_1_weight", nn.Parameter(torch.ones(width)))
            self.register_parameter(map_name + "_1_bias", nn.Parameter(torch.zeros(width)))
            self.register_buffer(map_name + "_1_running_mean", torch.zeros(width))
            self.register_buffer(map_name + "_1_running_var", torch.ones(width))
        slope = sigmoid_slope(alpha=surrogate_alpha)
        self.lif_in = LIF(2.0, True, 1.0, 0.0, True, slope)
        self.lif_attention = LIF(2.0, True, 0.5, 0.0, True, slope)
        self.lif_out = LIF(2.0, True, 1.0, 0.0, True, slope)

    def mapped(self, name, x):
        def part(end):
            return getattr(self, name + end)
        def token_map(now):
            y = F.conv1d(now, part("_0_weight"))
            return F.batch_norm(y, part("_1_running_mean"), part("_1_running_var"), part("_1_weight"), part("_1_bias"),
                                self.training, 0.1, 1e-5)
        return over_time(token_map, x)

    def split(self, x):
        steps, samples, channels, tokens = x.shape
        spikes = self.lif_in(self.mapped(self.name, x))
        return spikes.reshape(steps, samples, self.parts, self.heads, channels // self.heads, tokens)

    def finish(self, answer, x):
        return self.lif_out(self.mapped("proj_conv_bn", answer.reshape(x.shape)))


#: layer.spiking_self_attention
#% sequence
class SpikingSelfAttention(SpikingAttention):
    def __init__(self, num_heads, surrogate_alpha, channels):
        super().__init__()
        self.setup(3, channels, num_heads, surrogate_alpha)

    def forward(self, x):
        qkv = self.split(x)
        q, k, v = qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2]
        return self.finish(self.lif_attention((v @ k.transpose(-2, -1)) @ q * 0.125), x)


#: layer.qk_attention
#% sequence
class QKAttention(SpikingAttention):
    def __init__(self, num_heads, surrogate_alpha, qka_type, channels):
        super().__init__()
        self.setup(2, channels, num_heads, surrogate_alpha)
        self.over = 3 if qka_type == "token" else 4

    def forward(self, x):
        qk = self.split(x)
        q, k = qk[:, :, 0], qk[:, :, 1]
        return self.finish(self.lif_attention(q.sum(self.over, keepdim=True)) * k, x)


#: layer.spike_count_to_binary
#% sequence
class SpikeCountToBinary(nn.Module):
    """A count n becomes n spikes at the start of its num_slots fine steps."""

    def __init__(self, num_slots):
        super().__init__()
        self.num_slots = num_slots

    def forward(self, x):
        counts = x.unsqueeze(1)
        slot = torch.arange(self.num_slots, device=x.device).view(1, -1, *(1,) * (x.dim() - 1))
        return straight_through(counts / self.num_slots, (slot < counts).to(x.dtype)).flatten(0, 1)


#: layer.temporal_bin_sum
#% sequence
class TemporalBinSum(nn.Module):
    """num_slots fine steps become one."""

    def __init__(self, num_slots):
        super().__init__()
        self.num_slots = num_slots

    def forward(self, x):
        missing = -x.shape[0] % self.num_slots
        x = torch.cat((x, torch.zeros((missing,) + x.shape[1:], dtype=x.dtype, device=x.device)))
        return x.reshape((-1, self.num_slots) + x.shape[1:]).sum(1)


#: layer.print_shape layer.input layer.threshold_margin
class PassOn(nn.Module):
    """What comes in goes out. (A threshold margin acts only in the training of Spikewright.)"""

    def forward(self, x, *ignored):
        return x


#: layer.tempotron
class Tempotron(nn.Module):
    """Neurons driven by the times of single spikes; sends potentials and the times at which they fire."""

    def __init__(self, in_shape, out_features, T, tau, tau_s, v_threshold):
        super().__init__()
        in_features = math.prod(in_shape)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-in_features ** -0.5, in_features ** -0.5))
        self.T, self.tau, self.tau_s, self.v_threshold = T, tau, tau_s, v_threshold
        peak = tau * tau_s * math.log(tau / tau_s) / (tau - tau_s)
        self.v0 = v_threshold / (math.exp(-peak / tau) - math.exp(-peak / tau_s))

    def forward(self, times):
        place = torch.arange(self.T, dtype=times.dtype, device=times.device).view(-1, 1, 1)
        times = times.flatten(1)
        since = place - times
        heard = (since >= 0) & (times >= 0)
        since = since.clamp(min=0.0)
        kernel = (torch.exp(since / -self.tau) - torch.exp(since / -self.tau_s)) * self.v0
        v = F.linear(kernel * heard.to(times.dtype), self.weight)
        soft = ((v * self.T).softmax(0) * place).sum(0)
        sign = (v.detach().amax(0) >= self.v_threshold).to(v.dtype) * 2.0 - 1.0
        return v, straight_through(soft, v.detach().argmax(0).to(v.dtype)) * sign


#: layer.fake_quantize
class FakeQuantize(nn.Module):
    """Rounds forward; the gradient passes."""

    def __init__(self, kind, step, k, w, b, low, high, eps):
        super().__init__()
        self.kind, self.step, self.levels, self.w, self.b = kind, step, 2 ** k - 1, w, b
        self.low, self.high, self.eps = low, high, eps

    def forward(self, x):
        if self.kind in ("round", "ceil", "floor"):
            return straight_through(x, getattr(x, self.kind)())
        if self.kind == "step":
            return straight_through(x, (x / self.step).round() * self.step)
        if self.kind == "clamp":
            return x.clamp(self.low, self.high)
        if self.kind == "linear":
            return (x - x.min()) / (x.max() - x.min() + self.eps)
        bits = straight_through(x, (x * self.levels).round() / self.levels)
        return bits * self.w + self.b if self.kind == "affine" else bits


#: layer.exchange_batch_norm2d
class ExchangeBatchNorm2d(Stepwise):
    """A batch norm that a chip without division can do, with the statistics of one step."""

    def __init__(self, eps, momentum, track_running_stats, weight_exp_bits, quantise_mean, channels):
        super().__init__()
        self.eps, self.momentum, self.track = eps, momentum, track_running_stats
        self.bits, self.mean_scale = weight_exp_bits, 64.0 if quantise_mean else 0.0
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.zeros(1))

    def step(self, x):
        return exchange_norm(x, self.running_mean, self.running_var, self.momentum, self.training and self.track, self.bits,
                             self.mean_scale, self.eps)


#: layer.scale
class Scale(nn.Module):
    """One factor for the layer, each channel or each value."""

    def __init__(self, scale, per, in_shape):
        super().__init__()
        self.scale = nn.Parameter(torch.full(own_shape(per, in_shape), float(scale)))

    def forward(self, x):
        return x * self.scale


#: synapse.drop_connect_linear
#~ random
class DropConnectLinear(Stepwise):
    """A linear layer whose wires are cut at random, for each sample by itself; evaluated as the mean of draws."""

    def __init__(self, in_features, out_features, bias, samples_num, p, invariant, activation):
        super().__init__()
        bound = in_features ** -0.5
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound)) if bias else None
        self.samples, self.p, self.invariant, self.relu = samples_num, p, invariant, activation == "relu"

    def kept(self, weights, count):
        return (torch.rand((count,) + weights.shape, device=weights.device) >= self.p).to(weights.dtype)

    def step(self, x):
        y = self.cut(x) if self.training else self.averaged(x)
        return torch.relu(y) if self.training and self.relu else y

    def cut(self, x):
        if self.state is None or not self.invariant:
            self.state = [None if w is None else self.kept(w, x.shape[0]) for w in (self.weight, self.bias)]
        y = torch.bmm(self.weight * self.state[0], x.unsqueeze(2)).squeeze(2)
        return y if self.bias is None else y + self.bias * self.state[1]

    def averaged(self, x):
        squares = None if self.bias is None else self.bias.square()
        mean = F.linear(x, self.weight, self.bias) * (1.0 - self.p)
        variance = F.linear(x.square(), self.weight.square(), squares) * (self.p * (1.0 - self.p))
        drawn = mean + variance.sqrt() * torch.randn((self.samples,) + mean.shape, device=x.device)
        return (torch.relu(drawn) if self.relu else drawn).mean(0)
