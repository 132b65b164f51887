// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace spw {

/// Value of one parameter. monostate is "none" (soft reset, "choose for me").
using ParamValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::int64_t>>;

enum class ParamType {
    Bool,
    Int,
    Real,
    OptionalReal,   // a number or none
    Choice,         // one of ParamSpec::choices, stored by id
    Text,
    Path,           // file or folder, relative to the project file or absolute
    IntPair,        // height, width; one number in a file or in the inspector stands for both
    IntTriple,      // depth, height, width; likewise
};

enum class Unit { None, Steps, Microseconds, Milliseconds, Seconds, Hertz, Pixels, Percent };

/// Legal numbers: [low, high], with open ends where said.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool lowOpen = false, highOpen = false;

    /// False for NaN, always.
    bool contains(double x) const
    {
        return (lowOpen ? x > low : x >= low) && (highOpen ? x < high : x <= high);
    }
    /// "above 1", "from 0 to 1", "any number".
    std::string text() const;
};

inline Range anyReal() { return {std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max()}; }
inline Range above(double low) { return {low, std::numeric_limits<double>::max(), true, false}; }
inline Range atLeast(double low) { return {low, std::numeric_limits<double>::max()}; }
inline Range between(double low, double high) { return {low, high}; }
inline Range betweenBelow(double low, double high) { return {low, high, false, true}; }

struct Choice {
    std::string id;        // stored
    std::string caption;   // shown
};

/// When a change of the parameter reaches a run that is under way.
enum class Applies { Live, Restart, Rebuild };

/// Everything about one parameter, said once: inspector, file form, validator, code generators and reference
/// pages read it.
struct ParamSpec {
    std::string name;      // stored, as in models.md
    std::string caption;   // shown
    ParamType type = ParamType::Real;
    ParamValue initial;
    Range range{};
    Unit unit = Unit::None;
    std::string doc;       // one plain sentence or two
    std::vector<Choice> choices{};
    Applies applies = Applies::Restart;
    bool common = true;    // shown without asking for "all"
    std::string visibleWhen{};   // "optimizer=sgd|adamw": shown only while that parameter has one of these values
};

/// Parameter values of one node, complete (every parameter of the spec has a value).
class ParamValues {
public:
    bool has(const std::string& name) const { return m_values.count(name) != 0; }
    const ParamValue& at(const std::string& name) const;   // @throws std::out_of_range naming the parameter
    void set(const std::string& name, ParamValue value) { m_values[name] = std::move(value); }
    void erase(const std::string& name) { m_values.erase(name); }
    const std::map<std::string, ParamValue>& all() const { return m_values; }

    bool flag(const std::string& name) const;
    std::int64_t integer(const std::string& name) const;
    double real(const std::string& name) const;              // integers convert
    bool isNone(const std::string& name) const;
    const std::string& text(const std::string& name) const;  // Text, Path and Choice
    std::vector<std::int64_t> pair(const std::string& name) const;   // always two numbers
    std::vector<std::int64_t> list(const std::string& name, std::size_t count) const;   // Int, IntPair, IntTriple

    bool operator==(const ParamValues&) const = default;

private:
    std::map<std::string, ParamValue> m_values;
};

/// What may be entered: "a number above 1 (steps)", "one of sgd, adam, adamw", "none or any number".
std::string legalText(const ParamSpec& spec);
const char* unitText(Unit unit);   // "steps", "ms", "" for None

/// Empty if `value` is legal for `spec`, else a sentence saying what is legal ("must be above 1 (steps); it is 0.5").
/// Checks type, range, finiteness and choices.
std::string whyIllegal(const ParamSpec& spec, const ParamValue& value);

/// Brings a value to the stored type of the parameter where nothing is lost (3 -> 3.0, 3 -> [3, 3]).
ParamValue normalised(const ParamSpec& spec, const ParamValue& value);

/// How many numbers a value of this type holds where it is a list: 2 or 3, else 0.
std::size_t listLength(ParamType type);

/// "2", "none", "3, 3", "atan".
std::string toText(const ParamValue& value);

/// Reads what a user typed or a command line gave, as the parameter's type. @throws Error saying what is expected.
ParamValue parseParam(const ParamSpec& spec, const std::string& text);

} // namespace spw
