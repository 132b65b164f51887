// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/dense_product.h"

#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/custom_function.h>

#if defined(__linux__)
#include <dlfcn.h>
#include <link.h>
#endif

#include <string>

namespace spw::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Row-major, sizes and strides as in BLAS; 0 is success.
using Sgemm = int (*)(char transA, char transB, std::int64_t m, std::int64_t n, std::int64_t k, float alpha,
                      const float* a, std::int64_t strideA, const float* b, std::int64_t strideB, float beta, float* c,
                      std::int64_t strideC);

/// oneDNN's, from the library that LibTorch has loaded (its names may be out of global reach); nullptr without.
Sgemm findSgemm()
{
#if defined(__linux__)
    std::string file;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* data) {
            const std::string path = info->dlpi_name;
            if (path.find("libdnnl.so") == std::string::npos)
                return 0;
            *static_cast<std::string*>(data) = path;
            return 1;
        },
        &file);
    if (file.empty())
        return nullptr;
    if (void* library = dlopen(file.c_str(), RTLD_LAZY | RTLD_NOLOAD)) {
        const auto function = reinterpret_cast<Sgemm>(dlsym(library, "dnnl_sgemm"));
        dlclose(library);   // only the count: it stays loaded
        return function;
    }
#endif
    return nullptr;
}

Sgemm sgemm()
{
    static const Sgemm function = findSgemm();
    return function;
}

/// A matrix as BLAS takes it; copied if it is neither contiguous nor the transpose of a contiguous one.
struct Operand {
    at::Tensor keep;
    char trans;
    std::int64_t stride;

    explicit Operand(const at::Tensor& t) : keep(t), trans('N'), stride(t.size(1))
    {
        if (t.t().is_contiguous() && !t.is_contiguous()) {
            trans = 'T';
            stride = t.size(0);
        } else {
            keep = t.contiguous();
        }
    }
};

struct QuickLinearFunction : torch::autograd::Function<QuickLinearFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias)
    {
        ctx->save_for_backward({x, weight});
        return quickProduct(x, weight.t()).add_(bias);
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor grad = grads[0].contiguous();
        return {ctx->needs_input_grad(0) ? quickProduct(grad, saved[1]) : at::Tensor(),
                ctx->needs_input_grad(1) ? quickProduct(grad.t(), saved[0]) : at::Tensor(),
                ctx->needs_input_grad(2) ? grad.sum(0) : at::Tensor()};
    }
};

} // namespace

bool hasQuickProduct() { return sgemm() != nullptr; }

at::Tensor quickProduct(const at::Tensor& a, const at::Tensor& b)
{
    if (!hasQuickProduct() || a.numel() == 0 || b.numel() == 0)
        return at::mm(a, b);
    const Operand left(a), right(b);
    at::Tensor c = at::empty({a.size(0), b.size(1)}, a.options());
    const int status = sgemm()(left.trans, right.trans, a.size(0), b.size(1), a.size(1), 1.0f,
                               left.keep.data_ptr<float>(), left.stride, right.keep.data_ptr<float>(), right.stride,
                               0.0f, c.data_ptr<float>(), b.size(1));
    return status == 0 ? c : at::mm(a, b);
}

at::Tensor quickLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias)
{
    const bool grads = at::GradMode::is_enabled()
                       && (x.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad()));
    if (grads)   // an autograd function takes no undefined tensor
        return QuickLinearFunction::apply(x, weight, bias.defined() ? bias : at::zeros({weight.size(0)}, weight.options()));
    at::Tensor y = quickProduct(x, weight.t());
    return bias.defined() ? y.add_(bias) : y;
}

} // namespace spw::ops
