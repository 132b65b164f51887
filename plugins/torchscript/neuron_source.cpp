// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/torchscript/neuron_source.h"

#include "core/nodes/neurons/common.h"

#include <algorithm>
#include <map>
#include <set>

namespace spw::torchscript {

namespace {

using Kind = InferenceOp::Kind;

// The studio's kernels round a product and a sum once (fused multiply-add); in double and then rounded it is the same.
const char* const kFused = R"PY(
def _fma(self, a: Tensor, b: float, c: Tensor) -> Tensor:
    return (a.double() * b + c.double()).to(a.dtype)

def _reset(self, h: Tensor, s: Tensor, threshold: float, reset: float, hard: bool) -> Tensor:
    if hard:
        return torch.where(s, torch.full_like(h, reset), h)
    return torch.where(s, h - threshold, h)
)PY";

/// Methods by name. Each begins like this and ends with the spikes.
struct Method {
    const char* arguments;   // besides x, T, threshold, reset, hard
    const char* before;      // states
    const char* charge;      // h from v and xs[t]
    const char* fire = "s = h >= threshold";
    const char* after = "v = self._reset(h, s, threshold, reset, hard)";
    const char* output = "s.to(x.dtype)";
};

const std::map<std::string, Method>& methods()
{
    static const std::map<std::string, Method> all{
        {"_integrate", {"", "", "h = v + xs[t]"}},
        {"_leak", {", tau_inverse: float, decay_input: bool", "",
                   R"PY(leak = v - reset
        if decay_input:
            h = self._fma(xs[t] - leak, tau_inverse, v)
        else:
            h = self._fma(leak, -tau_inverse, v) + xs[t])PY"}},
        {"_liaf", {", tau_inverse: float, decay_input: bool, act: str, shift: float", "",
                   R"PY(leak = v - reset
        if decay_input:
            h = self._fma(xs[t] - leak, tau_inverse, v)
        else:
            h = self._fma(leak, -tau_inverse, v) + xs[t]
        u = h - shift
        if act == 'relu':
            u = torch.relu(u)
        elif act == 'leaky_relu':
            u = torch.leaky_relu(u, 0.01)
        elif act == 'sigmoid':
            u = torch.sigmoid(u)
        elif act == 'tanh':
            u = torch.tanh(u))PY",
                   "s = h >= threshold", "v = self._reset(h, s, threshold, reset, hard)", "u"}},
        {"_klif", {", tau_inverse: float, decay_input: bool, scale_reset: bool, k: Tensor", "",
                   R"PY(leak = v - reset
        if decay_input:
            h = self._fma(xs[t] - leak, tau_inverse, v)
        else:
            h = self._fma(leak, -tau_inverse, v) + xs[t]
        f = torch.relu(h * k))PY",
                   "s = f >= threshold",
                   R"PY(if hard:
            v = torch.where(s, torch.full_like(f, reset), f / k if scale_reset else f)
        else:
            v = self._reset(f, s, threshold, reset, hard)
            if scale_reset:
                v = v / k)PY"}},
        {"_quadratic", {", tau_inverse: float, gain: float, v_rest: float, v_c: float", "",
                        "h = self._fma((v - v_rest) * (v - v_c), gain, self._fma(xs[t], tau_inverse, v))"}},
        {"_exponential", {", tau_inverse: float, v_rest: float, delta_T: float, delta_T_inverse: float, theta_rh: float", "",
                          R"PY(upswing = torch.exp((v - theta_rh) * delta_T_inverse)
        h = self._fma(self._fma(upswing, delta_T, xs[t] - (v - v_rest)), tau_inverse, v))PY"}},
        {"_adaptive", {", v_rest: float, keep: float, coupling: float, jump: float, w_rest: float",
                       "w = torch.full_like(xs[0], w_rest)", "h = v + xs[t] - w", "s = h >= threshold",
                       R"PY(v = self._reset(h, s, threshold, reset, hard)
        w = self._fma(s.to(x.dtype), jump, self._fma(h - v_rest, coupling, w * keep)))PY"}},
        {"_izhikevich", {", tau_inverse: float, gain: float, v_c: float, v_rest: float, keep: float, coupling: float, jump: float, "
                         "w_rest: float",
                         "w = torch.full_like(xs[0], w_rest)",
                         "h = self._fma((v - v_rest) * (v - v_c), gain, self._fma(xs[t] - w, tau_inverse, v))", "s = h >= threshold",
                         R"PY(v = self._reset(h, s, threshold, reset, hard)
        w = self._fma(s.to(x.dtype), jump, self._fma(h - v_rest, coupling, w * keep)))PY"}},
    };
    return all;
}

std::string methodSource(const std::string& name, const Method& m)
{
    std::string out = "\ndef " + name + "(self, x: Tensor, T: int, threshold: float, reset: float, hard: bool" + m.arguments + ") -> Tensor:\n";
    out += "    xs = x.reshape([T, -1])\n    v = torch.full_like(xs[0], reset)\n";
    if (*m.before)
        out += std::string("    ") + m.before + "\n";
    out += "    sent: List[Tensor] = []\n    for t in range(T):\n        " + std::string(m.charge) + "\n        " + m.fire + "\n        " +
           m.after + "\n        sent.append(" + m.output + ")\n    return torch.stack(sent).reshape(x.size())\n";
    return out;
}

const char* const kWithOperators = R"PY(
def _charge_fire_reset(self, x: Tensor, T: int, learnables: List[Tensor], neuron: str, names: List[str], values: List[float]) -> Tensor:
    state: List[Tensor] = []
    y, _, _ = spw.neuron_forward(x.reshape([T, -1]), state, learnables, neuron, names, values, 'sigmoid')
    return y.reshape(x.size())

def _sequence(self, x: Tensor, T: int, learnables: List[Tensor], neuron: str, names: List[str], values: List[float]) -> Tensor:
    state: List[Tensor] = []
    y, _ = spw.sequence_forward([x.reshape([T, -1])], state, learnables, neuron, names, values)
    return y[0].reshape(x.size())
)PY";

/// Neurons that see all steps at once: they have weights over time and no state.
const char* const kParallel = R"PY(
def _parallel(self, x: Tensor, T: int, weight: Tensor, bias: Tensor) -> Tensor:
    h = torch.addmm(bias, weight, x.reshape([T, -1]))
    return (h >= 0.0).to(x.dtype).reshape(x.size())

def _masked(self, x: Tensor, T: int, weight: Tensor, bias: Tensor, strength: Tensor, k: int) -> Tensor:
    ones = torch.ones_like(weight)
    band = torch.tril(ones) * torch.triu(ones, 1 - k)
    return self._parallel(x, T, (strength * band + (1.0 - strength)) * weight, bias)

def _sliding(self, x: Tensor, T: int, weight: Tensor, bias: Tensor) -> Tensor:
    series = torch.constant_pad_nd(torch.t(x.reshape([T, -1])).unsqueeze(1), [weight.size(0) - 1, 0], 0.0)
    h = torch.t(torch.conv1d(series, weight.reshape([1, 1, -1])).squeeze(1)) + bias
    return (h >= 0.0).to(x.dtype).reshape(x.size())
)PY";

const std::map<std::string, const char*>& parallelNeurons()
{
    static const std::map<std::string, const char*> all{
        {"neuron.psn", "_parallel"}, {"neuron.masked_psn", "_masked"}, {"neuron.sliding_psn", "_sliding"}};
    return all;
}

std::string parallelCall(const InferenceOp& op, const std::string& x)
{
    const std::string& id = op.planned->spec->id;
    const std::string self = "self." + op.name + ".";
    std::string out = std::string("self.") + parallelNeurons().at(id) + "(" + x + ", T, " + self + "weight, " + self + "bias";
    if (id == "neuron.masked_psn")
        out += ", " + self + "_lambda_, " + std::to_string(op.planned->values.integer("k"));
    return out + ")";
}

/// Neurons of the fused kernels: by charge, fire and reset, or with steps of their own. All learn at most one number.
const std::map<std::string, const char*>& fusedNeurons()
{
    static const char* const charge = "_charge_fire_reset";
    static const char* const sequence = "_sequence";
    static const std::map<std::string, const char*> all{
        {"neuron.if", charge}, {"neuron.lif", charge}, {"neuron.parametric_lif", charge}, {"neuron.qif", charge}, {"neuron.eif", charge},
        {"neuron.klif", sequence}, {"neuron.adaptive", sequence}, {"neuron.izhikevich", sequence}, {"neuron.clif", sequence},
        {"neuron.sltt_lif", sequence}, {"neuron.ottt_lif", sequence}, {"neuron.i_lif", sequence}, {"neuron.st_bif", sequence},
        {"neuron.liaf", sequence}};
    return all;
}

const std::map<std::string, const char*>& plainNeurons()
{
    static const std::map<std::string, const char*> all{
        {"neuron.liaf", "_liaf"}, {"neuron.klif", "_klif"}, {"neuron.qif", "_quadratic"}, {"neuron.eif", "_exponential"},
        {"neuron.adaptive", "_adaptive"}, {"neuron.izhikevich", "_izhikevich"}};
    return all;
}

const char* methodOf(const InferenceOp& op, Operators operators)
{
    if (operators == Operators::Spw)
        return fusedNeurons().at(op.planned->spec->id);
    if (op.kind == Kind::Spiking)
        return op.rule.leaks ? "_leak" : "_integrate";
    return plainNeurons().at(op.planned->spec->id);
}

/// The place of a choice among those that there are: how the kernels take it.
double placeOf(const InferenceOp& op, const std::string& name)
{
    const std::vector<Choice>& choices = op.planned->spec->param(name)->choices;
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const Choice& one) { return one.id == op.planned->values.text(name); });
    return double(found - choices.begin());
}

std::string fusedCall(const InferenceOp& op, const std::string& x)
{
    std::string names, values, learnables;
    const auto put = [&](const std::string& name, double value) {
        names += (names.empty() ? "'" : ", '") + name + "'";
        values += (values.empty() ? "" : ", ") + scriptNumber(value);
    };
    for (const auto& [name, value] : op.planned->values.all()) {
        if (neurons::surrogateNumber(op.planned->values, name))
            continue;
        if (const bool* flag = std::get_if<bool>(&value))
            put(name, *flag);
        else if (const std::int64_t* whole = std::get_if<std::int64_t>(&value))
            put(name, double(*whole));
        else if (const double* real = std::get_if<double>(&value))
            put(name, *real);
        else if (name == "act")
            put(name, placeOf(op, name));
    }
    for (const auto& array : op.arrays)
        learnables += (learnables.empty() ? "" : ", ") + ("self." + op.name + "." + array.first);
    return std::string("self.") + methodOf(op, Operators::Spw) + "(" + x + ", T, [" + learnables + "], '" + op.planned->spec->id +
           "', [" + names + "], [" + values + "])";
}

/// What follows the common arguments; numbers as the kernels round them.
std::string ownArguments(const InferenceOp& op)
{
    std::string out;
    const auto number = [&](double value) { out += ", " + scriptNumber(double(float(value))); };
    const auto flag = [&](bool value) { out += value ? ", True" : ", False"; };
    if (op.kind == Kind::Spiking) {
        if (op.rule.leaks) {
            number(op.rule.tauInverse);
            flag(op.rule.decayInput);
        }
        return out;
    }
    const ParamValues& v = op.planned->values;
    const std::string& id = op.planned->spec->id;
    const auto adaptation = [&] {
        number(1.0 - 1.0 / v.real("tau_w"));
        number(v.real("a") / v.real("tau_w"));
        number(v.real("b"));
        number(v.real("w_rest"));
    };
    if (id == "neuron.adaptive") {
        number(v.real("v_rest"));
        adaptation();
        return out;
    }
    number(1.0 / v.real("tau"));
    if (id == "neuron.liaf") {
        flag(v.flag("decay_input"));
        out += ", '" + v.text("act") + "'";
        number(v.flag("threshold_related") ? v.real("v_threshold") : 0.0);
    } else if (id == "neuron.klif") {
        flag(v.flag("decay_input"));
        flag(v.flag("scale_reset"));
        out += ", self." + op.name + ".k";
    } else if (id == "neuron.qif") {
        number(v.real("a0") / v.real("tau"));
        number(v.real("v_rest"));
        number(v.real("v_c"));
    } else if (id == "neuron.eif") {
        number(v.real("v_rest"));
        number(v.real("delta_T"));
        number(1.0 / v.real("delta_T"));
        number(v.real("theta_rh"));
    } else {   // neuron.izhikevich
        number(v.real("a0") / v.real("tau"));
        number(v.real("v_c"));
        number(v.real("v_rest"));
        adaptation();
    }
    return out;
}

} // namespace

bool knowsNeuron(const std::string& id, Operators operators)
{
    return parallelNeurons().count(id) != 0 || (operators == Operators::Spw ? fusedNeurons().count(id) != 0 : plainNeurons().count(id) != 0);
}

std::string neuronCall(const InferenceOp& op, const std::string& x, Operators operators)
{
    if (parallelNeurons().count(op.planned->spec->id))
        return parallelCall(op, x);
    if (operators == Operators::Spw)
        return fusedCall(op, x);
    const ParamValues& v = op.planned->values;
    const bool hard = !v.isNone("v_reset");
    return std::string("self.") + methodOf(op, operators) + "(" + x + ", T, " + scriptNumber(double(float(v.real("v_threshold")))) + ", " +
           scriptNumber(hard ? double(float(v.real("v_reset"))) : 0.0) + (hard ? ", True" : ", False") + ownArguments(op) + ")";
}

std::string neuronMethods(const std::vector<const InferenceOp*>& neurons, Operators operators)
{
    std::set<std::string> needed;
    bool parallel = false;
    for (const InferenceOp* op : neurons) {
        const bool isParallel = parallelNeurons().count(op->planned->spec->id) != 0;
        parallel = parallel || isParallel;
        if (!isParallel)
            needed.insert(methodOf(*op, operators));
    }
    std::string out = parallel ? kParallel : "";
    if (needed.empty())
        return out;
    if (operators == Operators::Spw)
        return out + kWithOperators;
    out += kFused;
    for (const std::string& name : needed)
        out += methodSource(name, methods().at(name));
    return out;
}

} // namespace spw::torchscript
