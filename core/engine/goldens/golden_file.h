// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch/aten.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// Files of reference cases, schema "snn-golden/1".
namespace spw::engine::golden {

inline constexpr std::uintmax_t kLargestFile = 512u << 20;

/// A value of the file. Access is checked: what is not there or not of that kind is an Error that names the place.
class Value {
public:
    Value() = default;
    Value(const nlohmann::json* json, std::string where) : m_json(json), m_where(std::move(where)) {}

    /// There and not null.
    explicit operator bool() const;
    bool isText() const;
    bool isNumber() const;
    bool isFlag() const;
    bool isList() const;      // [..]
    bool isObject() const;    // {..} that is no array of the schema
    bool isArray() const;     // {shape, dtype, data}

    double real() const;
    double real(double otherwise) const;      // if absent or null
    std::int64_t integer() const;             // also 3.0
    std::int64_t integer(std::int64_t otherwise) const;
    bool flag() const;
    bool flag(bool otherwise) const;
    std::string text() const;
    std::string text(const std::string& otherwise) const;
    std::vector<double> reals() const;        // of a list, a number or an array
    std::vector<std::int64_t> integers() const;

    /// An array of the schema, a number (shape []) or a flat list of numbers. float: double; int: int64.
    at::Tensor tensor() const;
    /// The same as doubles or another type.
    at::Tensor tensor(c10::ScalarType type) const;

    /// A member; one that is not there gives an empty Value.
    Value operator[](const std::string& name) const;
    /// A member that must be there.
    Value at(const std::string& name) const;
    std::vector<std::string> names() const;   // of an object; empty for all else
    std::size_t size() const;                 // of a list
    Value item(std::size_t index) const;
    const std::string& where() const { return m_where; }

private:
    [[noreturn]] void fail(const std::string& expected) const;

    const nlohmann::json* m_json = nullptr;
    std::string m_where;
};

/// Tolerances of the README, changed by what the file says in its own "tolerance".
struct Tolerance {
    double analogRelative = 1e-5;   // of the largest magnitude in the array
    double analogFloor = 1e-6;      // no difference below counts
    double gradRelative = 1e-4;
    bool absolute = false;          // analog values are fixed point: only analogFloor counts
};

class GoldenFile;

struct GoldenCase {
    const GoldenFile* file = nullptr;
    std::string id;      // "LIFNode/decay_hard/Sigmoid"
    std::string call;    // in words
    Value params, inputs, outputs, grads;
    Tolerance tolerance;

    /// The id up to the first '/'.
    std::string kind() const;
    bool isKind(const std::string& name) const { return kind() == name; }

    /// Arrays as tensors; doubles unless another type is asked for. @throws Error if there is none of that name.
    at::Tensor input(const std::string& name) const;
    at::Tensor output(const std::string& name) const;
    at::Tensor grad(const std::string& name) const;
    bool hasInput(const std::string& name) const { return bool(inputs[name]); }
    bool hasOutput(const std::string& name) const { return bool(outputs[name]); }
    bool hasGrad(const std::string& name) const { return bool(grads[name]); }

    /// Every array and number of params.arrays, params.parameters and params.stored_parameters, as doubles.
    std::map<std::string, at::Tensor> arrays() const;
};

class GoldenFile {
public:
    /// @throws Error if the file cannot be read, is no JSON, or breaks the schema. Sizes are checked before memory is
    ///         taken, so a hostile file costs no more than its length.
    static std::unique_ptr<GoldenFile> read(const std::filesystem::path& path);
    /// The same from text; `name` for messages.
    static std::unique_ptr<GoldenFile> parse(const std::string& text, const std::string& name,
                                             const std::filesystem::path& folder);
    ~GoldenFile();

    const std::string& family() const { return m_family; }
    const std::filesystem::path& folder() const { return m_folder; }   // for files that lie beside it
    /// Without those whose id starts with '_': they are data that other cases share.
    const std::vector<GoldenCase>& cases() const { return m_cases; }
    /// Shared data. @throws Error if there is none of that id.
    const GoldenCase& shared(const std::string& id) const;

private:
    GoldenFile();

    std::unique_ptr<nlohmann::json> m_json;
    std::string m_family;
    std::filesystem::path m_folder;
    std::vector<GoldenCase> m_cases;
    std::map<std::string, GoldenCase> m_shared;
};

} // namespace spw::engine::golden
