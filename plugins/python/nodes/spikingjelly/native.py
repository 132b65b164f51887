# SPDX-License-Identifier: GPL-3.0-or-later
# What SpikingJelly has itself. Everything else comes from the plain PyTorch blocks, which work beside it.
import torch
from torch import nn

from spikingjelly.activation_based import layer, neuron, surrogate


#: helper
class Surrogate(nn.Module):
    """A slope of this script as one of SpikingJelly's surrogate functions."""

    def __init__(self, slope):
        super().__init__()
        self.slope, self.spiking = slope, True

    def forward(self, x):
        return Spike.apply(x, self.slope)


#: neuron.if
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#= neuron.IFNode(v_threshold={v_threshold}, v_reset={v_reset}, surrogate_function={surrogate}, detach_reset={detach_reset}, step_mode="m")

#: neuron.lif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#= neuron.LIFNode(tau={tau}, decay_input={decay_input}, v_threshold={v_threshold}, v_reset={v_reset}, surrogate_function={surrogate}, detach_reset={detach_reset}, step_mode="m")

#: neuron.parametric_lif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#= neuron.ParametricLIFNode(init_tau={init_tau}, decay_input={decay_input}, v_threshold={v_threshold}, v_reset={v_reset}, surrogate_function={surrogate}, detach_reset={detach_reset}, step_mode="m")

#: neuron.qif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#= neuron.QIFNode(tau={tau}, v_c={v_c}, a0={a0}, v_rest={v_rest}, v_threshold={v_threshold}, v_reset={v_reset}, surrogate_function={surrogate}, detach_reset={detach_reset}, step_mode="m")

#: neuron.eif
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#= neuron.EIFNode(tau={tau}, delta_T={delta_T}, theta_rh={theta_rh}, v_rest={v_rest}, v_threshold={v_threshold}, v_reset={v_reset}, surrogate_function={surrogate}, detach_reset={detach_reset}, step_mode="m")

#: neuron.izhikevich
#! spiking=false | It sends the primitive of its surrogate instead of spikes. | Switch 'Spikes' on.
#= neuron.IzhikevichNode(tau={tau}, v_c={v_c}, a0={a0}, v_rest={v_rest}, w_rest={w_rest}, tau_w={tau_w}, a={a}, b={b}, v_threshold={v_threshold}, v_reset={v_reset}, surrogate_function={surrogate}, detach_reset={detach_reset}, step_mode="m")

#: neuron.psn
#% sequence
#= neuron.PSN(T={T}, surrogate_function={surrogate})

#: neuron.sliding_psn
#% sequence
#= neuron.SlidingPSN(k={k}, exp_init={exp_init}, surrogate_function={surrogate}, step_mode="m", backend={backend})

#: layer.conv1d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Conv1d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups}, bias={bias}, padding_mode={padding_mode}, step_mode="m")

#: layer.spike_conv1d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Conv1d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups}, bias={bias}, step_mode="m")

#: layer.conv_transpose1d
#= layer.ConvTranspose1d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, output_padding={output_padding}, groups={groups}, bias={bias}, dilation={dilation}, step_mode="m")

#: layer.max_pool1d
#= layer.MaxPool1d(kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={ceil_mode}, step_mode="m")

#: layer.avg_pool1d
#= layer.AvgPool1d(kernel_size={kernel_size}, stride={stride}, padding={padding}, ceil_mode={ceil_mode}, count_include_pad={count_include_pad}, step_mode="m")

#: layer.adaptive_avg_pool1d
#= layer.AdaptiveAvgPool1d(output_size={output_size}, step_mode="m")

#: layer.batch_norm1d
#= layer.BatchNorm1d(num_features={num_features}, eps={eps}, momentum={momentum}, affine={affine}, track_running_stats={track_running_stats}, step_mode="m")

#: layer.conv2d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Conv2d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups}, bias={bias}, padding_mode={padding_mode}, step_mode="m")

#: layer.spike_conv2d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Conv2d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups}, bias={bias}, step_mode="m")

#: layer.conv_transpose2d
#= layer.ConvTranspose2d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, output_padding={output_padding}, groups={groups}, bias={bias}, dilation={dilation}, step_mode="m")

#: layer.max_pool2d
#= layer.MaxPool2d(kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={ceil_mode}, step_mode="m")

#: layer.avg_pool2d
#= layer.AvgPool2d(kernel_size={kernel_size}, stride={stride}, padding={padding}, ceil_mode={ceil_mode}, count_include_pad={count_include_pad}, divisor_override={divisor_override} or None, step_mode="m")

#: layer.adaptive_avg_pool2d
#= layer.AdaptiveAvgPool2d(output_size={output_size}, step_mode="m")

#: layer.batch_norm2d
#= layer.BatchNorm2d(num_features={num_features}, eps={eps}, momentum={momentum}, affine={affine}, track_running_stats={track_running_stats}, step_mode="m")

#: layer.conv3d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Conv3d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups}, bias={bias}, padding_mode={padding_mode}, step_mode="m")

#: layer.spike_conv3d
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Conv3d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, groups={groups}, bias={bias}, step_mode="m")

#: layer.conv_transpose3d
#= layer.ConvTranspose3d(in_channels={in_channels}, out_channels={out_channels}, kernel_size={kernel_size}, stride={stride}, padding={padding}, output_padding={output_padding}, groups={groups}, bias={bias}, dilation={dilation}, step_mode="m")

#: layer.max_pool3d
#= layer.MaxPool3d(kernel_size={kernel_size}, stride={stride}, padding={padding}, dilation={dilation}, ceil_mode={ceil_mode}, step_mode="m")

#: layer.avg_pool3d
#= layer.AvgPool3d(kernel_size={kernel_size}, stride={stride}, padding={padding}, ceil_mode={ceil_mode}, count_include_pad={count_include_pad}, divisor_override={divisor_override} or None, step_mode="m")

#: layer.adaptive_avg_pool3d
#= layer.AdaptiveAvgPool3d(output_size={output_size}, step_mode="m")

#: layer.batch_norm3d
#= layer.BatchNorm3d(num_features={num_features}, eps={eps}, momentum={momentum}, affine={affine}, track_running_stats={track_running_stats}, step_mode="m")

#: layer.linear layer.spike_linear
#? weight_norm=false weight_bits=0 mask=all weight_grid=own
#= layer.Linear(in_features={in_features}, out_features={out_features}, bias={bias}, step_mode="m")

#: layer.group_norm
#= layer.GroupNorm(num_groups={num_groups}, num_channels={num_channels}, eps={eps}, affine={affine}, step_mode="m")

#: layer.flatten
#= layer.Flatten(start_dim={start_dim}, end_dim={end_dim}, step_mode="m")

#: layer.dropout
#= layer.Dropout(p={p}, step_mode="m")

#: layer.dropout2d
#= layer.Dropout2d(p={p}, step_mode="m")

#: layer.voting
#= layer.VotingLayer(voting_size={voting_size}, step_mode="m")

#: synapse.synapse_filter
#= layer.SynapseFilter(tau={tau}, learnable={learnable}, step_mode="m")


#: surrogate sigmoid
#= surrogate.Sigmoid(alpha)

#: surrogate atan
#= surrogate.ATan(alpha)

#: surrogate piecewise_quadratic
#= surrogate.PiecewiseQuadratic(alpha)

#: surrogate erf
#= surrogate.Erf(alpha)

#: surrogate piecewise_exp
#= surrogate.PiecewiseExp(alpha)

#: surrogate soft_sign
#= surrogate.SoftSign(alpha)

#: surrogate nonzero_sign_log_abs
#= surrogate.NonzeroSignLogAbs(alpha)

#: surrogate piecewise_leaky_relu
#= surrogate.PiecewiseLeakyReLU(w, c)

#: surrogate s2nn
#= surrogate.S2NN(alpha, beta)

#: surrogate q_pseudo_spike
#= surrogate.QPseudoSpike(alpha)

#: surrogate leaky_k_relu
#= surrogate.LeakyKReLU(leak, k)

#: surrogate log_tailed_relu
#= surrogate.LogTailedReLU(alpha)
