// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goldens/golden_file.h"
#include "core/engine/module.h"
#include "core/goldens_api.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// What a handler of golden cases uses: it builds the real node from the catalogue, runs it, and hands every output
/// and gradient of the case to a Checks.
///
///     CaseResult runMine(const GoldenCase& golden)
///     {
///         Checks checks(golden);
///         forBothTypes(checks, [&](at::ScalarType type) {
///             const at::Tensor x = golden.input("x").to(type).requires_grad_();
///             const auto module = makeModule("neuron.mine", {{"tau", golden.params["tau"].real()}}, {x});
///             overrideTensors(*module, golden.arrays(), type);
///             const at::Tensor y = runWhole(*module, {x}).at(0);
///             (y * golden.input("w").to(type)).sum().backward();
///             checks.spikes("y", y);
///             checks.gradient("x", x.grad());
///             checkAdvance(checks, *module, {x}, {y}, true);
///         });
///         return checks.result();   // fails if an output or gradient of the case was forgotten
///     }
namespace spw::engine::golden {

/// SLAYER and lava-dl keep time last, [N, C, ..., T]; our sequences have it first.
inline at::Tensor timeFirst(const at::Tensor& x) { return x.movedim(-1, 0); }
inline at::Tensor timeLast(const at::Tensor& x) { return x.movedim(0, -1); }

struct CaseResult {
    GoldenOutcome outcome = GoldenOutcome::Skipped;
    std::string why;
};

/// Thrown by handlers for what we do not have: the case is reported as skipped, with this reason.
struct Skip {
    std::string why;
};

using ParamMap = std::map<std::string, ParamValue>;

/// Collects what differs.
class Checks {
public:
    explicit Checks(const GoldenCase& golden) : m_golden(golden) {}

    /// Against the case's output or gradient of that name; a case need not have all of them.
    void spikes(const std::string& output, const at::Tensor& actual);   // or anything else that must be equal
    void analog(const std::string& output, const at::Tensor& actual);
    void gradient(const std::string& name, const at::Tensor& actual);
    void rates(const std::string& output, const at::Tensor& actual, double draws);

    /// Against anything else, under any label.
    void equal(const std::string& label, const at::Tensor& actual, const at::Tensor& expected);
    void within(const std::string& label, const at::Tensor& actual, const at::Tensor& expected);
    void require(bool holds, const std::string& otherwise);

    /// "outputs.x" or "grads.x" that is not compared, on purpose.
    void leaveOut(const std::string& name) { m_seen.insert(name); }
    /// Put before the messages that follow: "float32: ".
    void setPrefix(std::string prefix) { m_prefix = std::move(prefix); }
    const GoldenCase& golden() const { return m_golden; }

    /// Failed if anything differed or some output or gradient of the case was never compared.
    CaseResult result() const;

private:
    void note(const std::string& label, const std::string& difference);

    const GoldenCase& m_golden;
    std::set<std::string> m_seen;
    std::vector<std::string> m_failures;
    std::int64_t m_compared = 0;
    std::string m_prefix;
};

/// Runs `run` in float64 and in float32; messages say which.
void forBothTypes(Checks& checks, const std::function<void(c10::ScalarType)>& run);

/// The module of a node of the catalogue, made by its shape rule and builder as in a graph. What the parameters leave
/// out has its initial value.
/// @param inputs  what arrives at the node's inputs, in the order of its spec; shorter: the rest stays open.
/// @throws Skip if there is no such node; Error if parameters or shapes are refused.
std::unique_ptr<NodeModule> makeModule(const std::string& id, const ParamMap& params, const std::vector<PortInfo>& inputs);
/// The same with shapes of actual inputs: sequences [T, N, ...], static values [N, ...].
std::unique_ptr<NodeModule> makeModule(const std::string& id, const ParamMap& params, const Tensors& inputs);

/// The parameters that the catalogue's node `id` has, taken from `values` by their names; null becomes none.
/// @param leaveOut  names in `values` that are no parameters of the node. Any other unknown name is a Skip.
ParamMap paramsFrom(const std::string& id, const Value& values, const std::set<std::string>& leaveOut);

/// Replaces parameters() and buffers() of these names, and makes all of them `type`.
/// @throws Error for a name that the module does not have or a shape that does not fit.
void overrideTensors(NodeModule& module, const std::map<std::string, at::Tensor>& values, c10::ScalarType type);
/// The gradient at a parameter of that name; undefined if there is none.
at::Tensor gradientOf(const NodeModule& module, const std::string& parameter);
void clearGradients(const NodeModule& module);

/// From a reset: all steps at once; step by step; the first half, then the rest without a reset. Inputs are sequences.
Tensors runWhole(NodeModule& module, const Tensors& inputs);
Tensors runSteps(NodeModule& module, const Tensors& inputs);
Tensors runHalves(NodeModule& module, const Tensors& inputs);
/// Step by step and in halves give what `whole` gave. Ends with a reset.
void checkAdvance(Checks& checks, NodeModule& module, const Tensors& inputs, const Tensors& whole, bool exact);

/// All values are whole numbers: compared for equality.
bool isWhole(const at::Tensor& tensor);

/// A handler of one family: SPW_GOLDEN(family, function) in list.h.
using Handler = CaseResult (*)(const GoldenCase&);
struct HandlerRow {
    const char* family;
    Handler run;
};
const std::vector<HandlerRow>& handlers();

#define SPW_GOLDEN(family, function) CaseResult function(const GoldenCase& golden);
#include "core/engine/goldens/list.h"
#undef SPW_GOLDEN

} // namespace spw::engine::golden
