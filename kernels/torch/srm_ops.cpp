// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/srm_ops.h"

#include "kernels/torch/aten.h"
#include "kernels/torch/layout.h"
#include "kernels/torch/tensor_facts.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

#if defined(SPW_TORCH_CUDA)
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Neurons of one thread at a time: at least 32 K neuron-steps, and whole vectors.
std::int64_t grain(std::int64_t steps)
{
    const std::int64_t least = 32 * 1024 / std::max<std::int64_t>(steps, 1) + 1;
    return (least + kernels::kRangeAlignment - 1) / kernels::kRangeAlignment * kernels::kRangeAlignment;
}

/// Calls run(begin, end) over all neurons, in parallel, with ends that keep vectors aligned.
template <class Run>
void overNeurons(std::int64_t steps, std::int64_t neurons, const Run& run)
{
    const std::int64_t size = grain(steps), pieces = (neurons + size - 1) / size;
    at::parallel_for(0, pieces, 1, [&](std::int64_t first, std::int64_t last) {
        run(first * size, std::min(last * size, neurons));
    });
}

#if defined(SPW_TORCH_CUDA)
template <class Run>
bool onDevice(const at::Tensor& x, const Run& run)
{
    if (!x.is_cuda())
        return false;
    const c10::cuda::CUDAGuard guard(x.device());
    run(int(x.device().index()), c10::cuda::getCurrentCUDAStream(x.device().index()).stream());
    return true;
}
#else
template <class Run>
bool onDevice(const at::Tensor& x, const Run&)
{
    TORCH_CHECK(x.is_cpu(), "This build runs spike-response kernels on the CPU only; the input is on ", x.device(),
                ".");
    return false;
}
#endif

/// A running sum in the layout of x[0], zero at first.
void prepareSum(at::Tensor& sum, const at::Tensor& x)
{
    at::Tensor ready = emptySlice(x);
    if (sum.defined()) {
        TORCH_CHECK(sum.sizes() == ready.sizes(), "The state was kept for inputs of shape ", sum.sizes(),
                    ", these are ", ready.sizes(), ": reset first.");
        ready.copy_(sum);
    } else {
        ready.zero_();
    }
    sum = ready;
}

std::int64_t neuronsOf(const at::Tensor& x) { return x.size(0) == 0 ? 0 : x.numel() / x.size(0); }

at::Tensor runPsp(const at::Tensor& x, const kernels::AlphaKernel& kernel, double ts, PspState& state)
{
    prepareSum(state.p, x);
    prepareSum(state.q, x);
    at::Tensor y = emptyLike(x);
    if (x.numel() == 0)
        return y;
    kernels::PspBuffers b;
    b.type = realType(x);
    b.steps = x.size(0);
    b.neurons = neuronsOf(x);
    b.x = x.data_ptr();
    b.y = y.data_ptr();
    b.p = state.p.data_ptr();
    b.q = state.q.data_ptr();
    b.past = state.past.rows(x);
    if (!onDevice(x, [&](int device, CUstream_st* stream) { kernels::pspForwardCuda(kernel, ts, b, device, stream); }))
        overNeurons(b.steps, b.neurons,
                    [&](std::int64_t begin, std::int64_t end) { kernels::pspForward(kernel, ts, b, begin, end); });
    state.past.append(x, kernel.length);
    return y;
}

at::Tensor correlate(const at::Tensor& grad, const kernels::AlphaKernel& kernel, double ts)
{
    at::Tensor gradX = emptyLike(grad);
    if (grad.numel() == 0)
        return gradX;
    kernels::PspBuffers b;
    b.type = realType(grad);
    b.steps = grad.size(0);
    b.neurons = neuronsOf(grad);
    b.x = grad.data_ptr();
    b.y = gradX.data_ptr();
    if (!onDevice(grad,
                  [&](int device, CUstream_st* stream) { kernels::pspBackwardCuda(kernel, ts, b, device, stream); }))
        overNeurons(b.steps, b.neurons,
                    [&](std::int64_t begin, std::int64_t end) { kernels::pspBackward(kernel, ts, b, begin, end); });
    return gradX;
}

struct PspFunction : torch::autograd::Function<PspFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const kernels::AlphaKernel& kernel, double ts,
                              PspState* state)
    {
        ctx->saved_data["kernel"] = std::vector<double>{kernel.gain, kernel.decay, double(kernel.length), ts};
        return runPsp(timeMajor(x), kernel, ts, *state);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const std::vector<double> k = ctx->saved_data["kernel"].toDoubleVector();
        return {correlate(timeMajor(grads[0]), {k[0], k[1], std::int64_t(k[2])}, k[3]), at::Tensor(), at::Tensor(),
                at::Tensor()};
    }
};

/// What forward leaves for backward beside tensors.
struct SrmCall : torch::CustomClassHolder {
    kernels::SrmModel model;
    SlopeFunction slope;
};

SrmResult runSrm(const at::Tensor& x, const kernels::SrmModel& model, SrmState& state, bool keepPotential)
{
    if (model.filtersInput) {
        prepareSum(state.input.p, x);
        prepareSum(state.input.q, x);
    }
    prepareSum(state.spikes.p, x);
    prepareSum(state.spikes.q, x);
    SrmResult out{emptyLike(x), keepPotential ? emptyLike(x) : at::Tensor()};
    if (x.numel() == 0)
        return out;
    kernels::SrmBuffers b;
    b.type = realType(x);
    b.steps = x.size(0);
    b.neurons = neuronsOf(x);
    b.x = x.data_ptr();
    b.spikes = out.spikes.data_ptr();
    b.potential = keepPotential ? out.potential.data_ptr() : nullptr;
    if (model.filtersInput) {
        b.state[0] = state.input.p.data_ptr();
        b.state[1] = state.input.q.data_ptr();
        b.pastInput = state.input.past.rows(x);
    }
    b.state[2] = state.spikes.p.data_ptr();
    b.state[3] = state.spikes.q.data_ptr();
    b.pastSpikes = state.spikes.past.rows(x);
    if (!onDevice(x, [&](int device, CUstream_st* stream) { kernels::srmForwardCuda(model, b, device, stream); }))
        overNeurons(b.steps, b.neurons,
                    [&](std::int64_t begin, std::int64_t end) { kernels::srmForward(model, b, begin, end); });
    if (model.filtersInput)
        state.input.past.append(x, model.psp.length);
    state.spikes.past.append(out.spikes, model.refractory.length);
    return out;
}

struct SrmFunction : torch::autograd::Function<SrmFunction> {
    static variable_list forward(AutogradContext* ctx, const at::Tensor& x, const kernels::SrmModel& model,
                                 SrmState* state, const SlopeFunction& slope)
    {
        const SrmResult out = runSrm(timeMajor(x), model, *state, true);
        auto call = c10::make_intrusive<SrmCall>();
        call->model = model;
        call->slope = slope;
        ctx->saved_data["call"] = at::IValue::make_capsule(call);
        ctx->save_for_backward({out.potential});
        ctx->mark_non_differentiable({out.potential});
        return {out.spikes, out.potential};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const auto call = c10::static_intrusive_pointer_cast<SrmCall>(ctx->saved_data["call"].toCapsule());
        const at::Tensor potential = ctx->get_saved_variables()[0];
        at::Tensor gradX = emptyLike(potential);
        if (gradX.numel() > 0) {
            const at::Tensor grad = inOrderOf(grads[0], potential);
            const at::Tensor slope =
                call->slope ? inOrderOf(call->slope(potential.sub(call->model.theta)), potential) : at::Tensor();
            kernels::SrmGradient b;
            b.type = realType(potential);
            b.steps = potential.size(0);
            b.neurons = neuronsOf(potential);
            b.gradSpikes = grad.data_ptr();
            b.potential = potential.data_ptr();
            b.slope = slope.defined() ? slope.data_ptr() : nullptr;
            b.gradX = gradX.data_ptr();
            if (!onDevice(potential, [&](int device, CUstream_st* stream) {
                    kernels::srmBackwardCuda(call->model, b, device, stream);
                }))
                overNeurons(b.steps, b.neurons, [&](std::int64_t begin, std::int64_t end) {
                    kernels::srmBackward(call->model, b, begin, end);
                });
        }
        return {gradX, at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

/// Taps first to last, times the scale, in the type of the sequences.
at::Tensor tapsOf(const at::Tensor& filter, double scale) { return filter.flip(0).mul(scale).contiguous(); }

/// A filter over [T, columns] memory.
void runFir(kernels::FirBuffers b, std::int64_t columns, const at::Tensor& where)
{
    if (!onDevice(where, [&](int device, CUstream_st* stream) { kernels::firFilterCuda(b, columns, device, stream); }))
        overNeurons(b.steps * std::max<std::int64_t>(b.tapCount / 8, 1), columns,
                    [&](std::int64_t begin, std::int64_t end) { kernels::firFilter(b, begin, end); });
}

/// Where each (sample, filter) of a bank lies: outside the columns that one filter call covers.
struct BankLayout {
    std::int64_t steps, samples, columns, filters, taps;

    BankLayout(const at::Tensor& x, const at::Tensor& weight)
        : steps(x.size(0)), samples(weight.size(0) == 1 ? 1 : x.size(1)),
          columns(x.numel() / std::max<std::int64_t>(steps * samples, 1)), filters(weight.size(0)),
          taps(weight.size(1))
    {
    }

    template <class Run>
    void each(const Run& run) const
    {
        for (std::int64_t n = 0; n < samples; ++n)
            for (std::int64_t f = 0; f < filters; ++f)
                run(n, f, n * columns, (n * filters + f) * columns);
    }
};

void* place(const at::Tensor& tensor, std::int64_t offset)
{
    return static_cast<char*>(tensor.data_ptr()) + offset * tensor.element_size();
}

struct BankFunction : torch::autograd::Function<BankFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& input, const at::Tensor& weight, double scale)
    {
        const at::Tensor x = weight.size(0) == 1 ? timeMajor(input) : input.contiguous();
        const BankLayout bank(x, weight);
        ctx->saved_data["scale"] = scale;
        ctx->save_for_backward({x, weight});
        if (bank.filters == 1)
            return run(bank, x, emptyLike(x), weight, scale);
        std::vector<std::int64_t> sizes = x.sizes().vec();
        sizes[2] *= bank.filters;
        return run(bank, x, at::empty(sizes, x.options()), weight, scale);
    }

    static at::Tensor run(const BankLayout& bank, const at::Tensor& x, at::Tensor y, const at::Tensor& weight,
                          double scale)
    {
        if (x.numel() == 0)
            return y;
        std::vector<at::Tensor> taps;
        for (std::int64_t f = 0; f < bank.filters; ++f)
            taps.push_back(tapsOf(weight.select(0, f), scale));
        bank.each([&](std::int64_t, std::int64_t f, std::int64_t in, std::int64_t out) {
            kernels::FirBuffers b;
            b.type = realType(x);
            b.steps = bank.steps;
            b.xStride = bank.samples * bank.columns;
            b.yStride = b.xStride * bank.filters;
            b.x = place(x, in);
            b.y = place(y, out);
            b.taps = taps[std::size_t(f)].data_ptr();
            b.tapCount = bank.taps;
            runFir(b, bank.columns, x);
        });
        return y;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &x = saved[0], &weight = saved[1];
        const double scale = ctx->saved_data["scale"].toDouble();
        const BankLayout bank(x, weight);
        const at::Tensor grad = bank.filters == 1 ? inOrderOf(grads[0], x) : grads[0].contiguous();
        at::Tensor gradX, gradWeight;
        kernels::FirBuffers b;
        b.type = realType(x);
        b.steps = bank.steps;
        b.tapCount = bank.taps;
        const std::int64_t inStride = bank.samples * bank.columns, outStride = inStride * bank.filters;
        if (ctx->needs_input_grad(0)) {
            gradX = emptyLike(x);
            std::vector<at::Tensor> taps;
            for (std::int64_t f = 0; f < bank.filters; ++f)
                taps.push_back(tapsOf(weight.select(0, f), scale));
            if (x.numel() > 0)
                bank.each([&](std::int64_t, std::int64_t f, std::int64_t in, std::int64_t out) {
                    b.x = place(grad, out);
                    b.y = place(gradX, in);
                    b.xStride = outStride;
                    b.yStride = inStride;
                    b.taps = taps[std::size_t(f)].data_ptr();
                    b.adjoint = true;
                    b.add = f > 0;
                    runFir(b, bank.columns, x);
                });
        }
        if (ctx->needs_input_grad(1)) {
            // On the CPU in any case: one number a tap, and the same sums in the same order whatever the threads.
            const at::Tensor hostX = x.cpu(), hostGrad = grad.cpu();
            at::Tensor sums = at::zeros(weight.sizes(), at::kDouble);
            at::parallel_for(0, bank.filters, 1, [&](std::int64_t first, std::int64_t last) {
                for (std::int64_t f = first; f < last; ++f)
                    for (std::int64_t n = 0; x.numel() > 0 && n < bank.samples; ++n) {
                        kernels::FirBuffers c = b;
                        c.x = place(hostX, n * bank.columns);
                        c.y = place(hostGrad, (n * bank.filters + f) * bank.columns);
                        c.xStride = inStride;
                        c.yStride = outStride;
                        kernels::firTapGradient(c, sums.data_ptr<double>() + f * bank.taps, 0, bank.columns);
                    }
            });
            gradWeight = sums.flip(1).mul_(scale).to(weight.options());
        }
        return {gradX, gradWeight, at::Tensor()};
    }
};

LoihiResult runLoihi(const at::Tensor& x, const kernels::LoihiModel& model, double ts, LoihiState& state)
{
    if (x.size(0) == 0)
        return {emptyLike(x), emptyLike(x), emptyLike(x)};
    const bool first = !state.u.defined();
    for (at::Tensor* sum : {&state.u, &state.v, &state.rest}) {
        at::Tensor ready = at::empty_strided(x.sizes().slice(1), x.strides().slice(1), x.options().dtype(at::kLong));
        if (sum->defined()) {
            TORCH_CHECK(sum->sizes() == ready.sizes(), "The state was kept for inputs of shape ", sum->sizes(),
                        ", these are ", ready.sizes(), ": reset first.");
            ready.copy_(*sum);
        } else {
            ready.zero_();
        }
        *sum = ready;
    }
    LoihiResult out{emptyLike(x), emptyLike(x), emptyLike(x)};
    if (x.numel() == 0)
        return out;
    kernels::LoihiBuffers b;
    b.type = realType(x);
    b.steps = x.size(0);
    b.neurons = neuronsOf(x);
    b.ts = ts;
    b.x = x.data_ptr();
    b.spikes = out.spikes.data_ptr();
    b.voltage = out.voltage.data_ptr();
    b.current = out.current.data_ptr();
    b.state[0] = state.u.data_ptr<std::int64_t>();
    b.state[1] = state.v.data_ptr<std::int64_t>();
    b.state[2] = state.rest.data_ptr<std::int64_t>();
    b.first = first;
    if (!onDevice(x, [&](int device, CUstream_st* stream) { kernels::loihiForwardCuda(model, b, device, stream); }))
        overNeurons(b.steps, b.neurons,
                    [&](std::int64_t begin, std::int64_t end) { kernels::loihiForward(model, b, begin, end); });
    return out;
}

struct LoihiFunction : torch::autograd::Function<LoihiFunction> {
    static variable_list forward(AutogradContext* ctx, const at::Tensor& input, const kernels::LoihiModel& model,
                                 double ts, double tauRho, double scaleRho, LoihiState* state,
                                 const SlopeFunction& slope)
    {
        const at::Tensor x = timeMajor(input);
        const LoihiResult out = runLoihi(x, model, ts, *state);
        const double theta = double(model.theta());
        ctx->saved_data["slope"] = std::vector<double>{theta, scaleRho / (tauRho * theta), -1.0 / (tauRho * theta)};
        const std::vector<double> kernel = model.pspKernel();
        const at::Tensor taps = at::tensor(kernel, at::kDouble).mul_(ts).to(x.options());
        if (slope) {
            auto call = c10::make_intrusive<SrmCall>();
            call->slope = slope;
            ctx->saved_data["call"] = at::IValue::make_capsule(call);
        }
        ctx->save_for_backward({out.voltage, taps});
        ctx->mark_non_differentiable({out.voltage, out.current});
        return {out.spikes, out.voltage, out.current};
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &voltage = saved[0], &taps = saved[1];
        const std::vector<double> s = ctx->saved_data["slope"].toDoubleVector();
        at::Tensor gradX = emptyLike(voltage);
        if (gradX.numel() > 0) {
            const auto given = ctx->saved_data.find("call");
            const at::Tensor slope =
                given == ctx->saved_data.end()
                    ? voltage.sub(s[0]).abs_().mul_(s[2]).exp_().mul_(s[1])
                    : c10::static_intrusive_pointer_cast<SrmCall>(given->second.toCapsule())
                          ->slope(voltage.sub(s[0]).div_(s[0]))
                          .div_(s[0]);
            const at::Tensor grad = inOrderOf(grads[0].mul(slope), voltage);
            kernels::FirBuffers b;
            b.type = realType(voltage);
            b.steps = voltage.size(0);
            b.xStride = b.yStride = neuronsOf(voltage);
            b.x = grad.data_ptr();
            b.y = gradX.data_ptr();
            b.taps = taps.data_ptr();
            b.tapCount = taps.numel();
            b.adjoint = true;
            runFir(b, neuronsOf(voltage), voltage);
        }
        return {gradX, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

void KernelPast::append(const at::Tensor& sequence, std::int64_t length)
{
    const std::int64_t steps = sequence.size(0);
    const at::Tensor values = sequence.detach();
    if (steps >= length) {   // the end of the sequence is all that counts: no copy until more is appended
        m_rows = values.narrow(0, steps - length, length);
        m_start = 0;
        m_filled = length;
        m_owned = false;
        return;
    }
    if (!m_owned) {
        std::vector<std::int64_t> sizes = values.sizes().vec(), strides = values.strides().vec();
        sizes[0] = length;
        if (steps == 1)
            strides[0] = values.numel();   // the stride of a dimension of one may be anything
        at::Tensor ring = at::empty_strided(sizes, strides, values.options());
        if (m_filled > 0)
            ring.copy_(m_rows);
        m_rows = ring;
        m_owned = true;
    }
    for (std::int64_t t = 0; t < steps; ++t) {
        m_rows.select(0, m_start).copy_(values.select(0, t));
        m_start = (m_start + 1) % length;
        m_filled = std::min(m_filled + 1, length);
    }
}

kernels::PastRows KernelPast::rows(const at::Tensor& like) const
{
    if (m_filled == 0)
        return {};
    TORCH_CHECK(m_rows.sizes().slice(1) == like.sizes().slice(1) && m_rows.scalar_type() == like.scalar_type()
                    && m_rows.device() == like.device(),
                "The state was kept for other inputs than ", like.sizes(), ": reset first.");
    TORCH_CHECK(m_rows.strides().slice(1) == like.strides().slice(1) || like.numel() == 0
                    || (m_rows.is_contiguous() && like.is_contiguous()),
                "The inputs changed their order in memory between two calls: reset first.");
    return {m_rows.data_ptr(), m_rows.size(0), m_start, m_filled};
}

at::Tensor KernelPast::inOrder() const
{
    if (m_filled == 0)
        return {};
    const std::int64_t length = m_rows.size(0), oldest = (m_start - m_filled + length) % length;
    if (oldest + m_filled <= length)
        return m_rows.narrow(0, oldest, m_filled).clone();
    return at::cat({m_rows.narrow(0, oldest, length - oldest), m_rows.narrow(0, 0, m_start)});
}

void KernelPast::restore(const at::Tensor& rows, std::int64_t length)
{
    reset();
    if (rows.defined() && rows.size(0) > 0)
        append(rows.contiguous(), length);
}

at::Tensor pspFilter(const at::Tensor& x, const kernels::AlphaKernel& kernel, double ts, PspState* state)
{
    checkInput(x);
    if (isHalf(x))
        return pspFilter(x.to(at::kFloat), kernel, ts, state).to(x.scalar_type());
    PspState own;
    PspState& used = state ? *state : own;
    return needsGrad(x) ? PspFunction::apply(x, kernel, ts, &used) : runPsp(timeMajor(x.detach()), kernel, ts, used);
}

SrmResult srmNeuron(const at::Tensor& x, const kernels::SrmModel& model, SrmState* state, bool keepPotential,
                    const SlopeFunction& slope)
{
    checkInput(x);
    if (isHalf(x)) {
        const SrmResult out = srmNeuron(x.to(at::kFloat), model, state, keepPotential, slope);
        return {out.spikes.to(x.scalar_type()), keepPotential ? out.potential.to(x.scalar_type()) : at::Tensor()};
    }
    SrmState own;
    SrmState& used = state ? *state : own;
    if (!needsGrad(x))
        return runSrm(timeMajor(x.detach()), model, used, keepPotential);
    const variable_list out = SrmFunction::apply(x, model, &used, slope);
    return {out[0], keepPotential ? out[1] : at::Tensor()};
}

at::Tensor filterBank(const at::Tensor& x, const at::Tensor& weight, double scale)
{
    checkInput(x);
    TORCH_CHECK(weight.dim() == 2 && weight.numel() > 0, "A filter bank needs weights [filters, taps], not ",
                weight.sizes(), ".");
    TORCH_CHECK(weight.size(0) == 1 || x.dim() >= 3, "A bank of several filters needs an input [T, N, C, ...], not ",
                x.sizes(), ".");
    if (isHalf(x))
        return filterBank(x.to(at::kFloat), weight, scale).to(x.scalar_type());
    return BankFunction::apply(x, weight.to(x.scalar_type()), scale);
}

LoihiResult loihiNeuron(const at::Tensor& x, const kernels::LoihiModel& model, double ts, double tauRho,
                        double scaleRho, LoihiState* state, const SlopeFunction& slope)
{
    checkInput(x);
    TORCH_CHECK(ts > 0 && tauRho > 0, "The sampling time and tauRho must be above 0.");
    if (isHalf(x)) {
        const LoihiResult out = loihiNeuron(x.to(at::kFloat), model, ts, tauRho, scaleRho, state, slope);
        return {out.spikes.to(x.scalar_type()), out.voltage.to(x.scalar_type()), out.current.to(x.scalar_type())};
    }
    LoihiState own;
    LoihiState& used = state ? *state : own;
    if (!needsGrad(x))
        return runLoihi(timeMajor(x.detach()), model, ts, used);
    const variable_list out = LoihiFunction::apply(x, model, ts, tauRho, scaleRho, &used, slope);
    return {out[0], out[1], out[2]};
}

} // namespace spw::ops
