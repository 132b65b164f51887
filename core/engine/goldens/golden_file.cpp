// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/document/json_reader.h"
#include "kernels/torch/aten.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace spw::engine::golden {

namespace {

using nlohmann::json;

constexpr const char* kSchema = "snn-golden/1";

[[noreturn]] void broken(const std::string& what, const std::string& where)
{
    throw Error(what, where, "Use a file of schema " + std::string(kSchema) + " as its README describes.");
}

bool isNumberText(const json& value)
{
    return value.is_string() && (value == "nan" || value == "inf" || value == "-inf");
}

/// A JSON number, or one of the words for numbers that JSON does not have.
double numberOf(const json& value, const std::string& where)
{
    if (value.is_number())
        return value.get<double>();
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    if (value == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (value == "inf")
        return std::numeric_limits<double>::infinity();
    if (value == "-inf")
        return -std::numeric_limits<double>::infinity();
    broken("A number was expected.", where);
}

std::int64_t integerOf(const json& value, const std::string& where)
{
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        broken("The number is too large.", where);
    if (value.is_number_integer() || value.is_number_unsigned())
        return value.get<std::int64_t>();
    if (value.is_boolean())
        return value.get<bool>() ? 1 : 0;
    const double real = numberOf(value, where);
    if (!(std::abs(real) <= 9.0e15) || real != std::floor(real))
        broken("A whole number was expected.", where);
    return std::int64_t(real);
}

at::Tensor arrayOf(const json& data, std::vector<std::int64_t> shape, bool whole, const std::string& where)
{
    if (!data.is_array())
        broken("'data' is no list.", where);
    std::uint64_t count = 1;
    for (const std::int64_t size : shape) {
        if (size < 0)
            broken("'shape' has a negative size.", where);
        if (size != 0 && count > std::numeric_limits<std::uint64_t>::max() / std::uint64_t(size))
            broken("'shape' is larger than any data.", where);
        count *= std::uint64_t(size);
    }
    if (count != data.size())
        broken("'shape' says " + std::to_string(count) + " values, 'data' has " + std::to_string(data.size()) + ".", where);
    const at::Tensor flat = at::empty({std::int64_t(count)}, whole ? at::kLong : at::kDouble);
    for (std::size_t i = 0; i < data.size(); ++i)
        if (whole)
            flat.data_ptr<std::int64_t>()[i] = integerOf(data[i], where);
        else
            flat.data_ptr<double>()[i] = numberOf(data[i], where);
    return flat.view(shape);
}

bool looksLikeArray(const json& value)
{
    return value.is_object() && value.contains("shape") && value.contains("data");
}

} // namespace

Value::operator bool() const { return m_json && !m_json->is_null(); }
bool Value::isText() const { return m_json && m_json->is_string() && !isNumberText(*m_json); }
bool Value::isNumber() const { return m_json && (m_json->is_number() || isNumberText(*m_json)); }
bool Value::isFlag() const { return m_json && m_json->is_boolean(); }
bool Value::isList() const { return m_json && m_json->is_array(); }
bool Value::isObject() const { return m_json && m_json->is_object() && !looksLikeArray(*m_json); }
bool Value::isArray() const { return m_json && looksLikeArray(*m_json); }

void Value::fail(const std::string& expected) const
{
    broken(m_json ? expected + " was expected." : "It is missing; " + expected + " was expected.", m_where);
}

double Value::real() const
{
    if (isArray() || isList()) {
        const at::Tensor one = tensor(at::kDouble);
        if (one.numel() != 1)
            fail("one number");
        return one.item<double>();
    }
    if (!m_json || m_json->is_null())
        fail("a number");
    return numberOf(*m_json, m_where);
}

std::int64_t Value::integer() const
{
    if (isArray()) {
        const double value = real();
        if (!(std::abs(value) <= 9.0e15) || value != std::floor(value))
            fail("a whole number");
        return std::int64_t(value);
    }
    if (!m_json || m_json->is_null())
        fail("a whole number");
    return integerOf(*m_json, m_where);
}

bool Value::flag() const
{
    if (isFlag())
        return m_json->get<bool>();
    if (isNumber() && (real() == 0 || real() == 1))
        return real() == 1;
    fail("true or false");
}

std::string Value::text() const
{
    if (!m_json || !m_json->is_string())
        fail("a text");
    return m_json->get<std::string>();
}

double Value::real(double otherwise) const { return *this ? real() : otherwise; }
std::int64_t Value::integer(std::int64_t otherwise) const { return *this ? integer() : otherwise; }
bool Value::flag(bool otherwise) const { return *this ? flag() : otherwise; }
std::string Value::text(const std::string& otherwise) const { return *this ? text() : otherwise; }

std::vector<double> Value::reals() const
{
    const at::Tensor flat = tensor(at::kDouble).contiguous();
    return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

std::vector<std::int64_t> Value::integers() const
{
    std::vector<std::int64_t> list;
    for (const double value : reals()) {
        if (!(std::abs(value) <= 9.0e15) || value != std::floor(value))
            fail("a list of whole numbers");
        list.push_back(std::int64_t(value));
    }
    return list;
}

at::Tensor Value::tensor() const
{
    if (isArray()) {
        const json& shape = (*m_json)["shape"];
        if (!shape.is_array() || shape.size() > 16)
            broken("'shape' is no list of at most 16 sizes.", m_where);
        std::vector<std::int64_t> sizes;
        for (const json& size : shape)
            sizes.push_back(integerOf(size, m_where));
        const json dtype = m_json->value("dtype", json("float"));
        if (dtype != "int" && dtype != "float" && dtype != "bool")
            broken("'dtype' is neither \"int\" nor \"float\".", m_where);
        return arrayOf((*m_json)["data"], std::move(sizes), dtype != "float", m_where);
    }
    if (isList())
        return arrayOf(*m_json, {std::int64_t(m_json->size())}, false, m_where);
    if (isNumber() || isFlag())
        return at::scalar_tensor(numberOf(*m_json, m_where), at::kDouble);
    fail("an array");
}

at::Tensor Value::tensor(c10::ScalarType type) const { return tensor().to(type); }

Value Value::operator[](const std::string& name) const
{
    const std::string where = m_where + "." + name;
    if (!m_json || !m_json->is_object())
        return {nullptr, where};
    const auto it = m_json->find(name);
    return {it == m_json->end() ? nullptr : &*it, where};
}

Value Value::at(const std::string& name) const
{
    Value member = (*this)[name];
    if (!member)
        broken("There is no '" + name + "'.", m_where);
    return member;
}

std::vector<std::string> Value::names() const
{
    std::vector<std::string> list;
    if (isObject())
        for (const auto& [name, value] : m_json->items())
            list.push_back(name);
    return list;
}

std::size_t Value::size() const { return isList() ? m_json->size() : 0; }

Value Value::item(std::size_t index) const
{
    if (!isList() || index >= m_json->size())
        fail("a list with an entry " + std::to_string(index));
    return {&(*m_json)[index], m_where + "[" + std::to_string(index) + "]"};
}

std::string GoldenCase::kind() const { return id.substr(0, id.find('/')); }
at::Tensor GoldenCase::input(const std::string& name) const { return inputs.at(name).tensor(at::kDouble); }
at::Tensor GoldenCase::output(const std::string& name) const { return outputs.at(name).tensor(at::kDouble); }
at::Tensor GoldenCase::grad(const std::string& name) const { return grads.at(name).tensor(at::kDouble); }

std::map<std::string, at::Tensor> GoldenCase::arrays() const
{
    std::map<std::string, at::Tensor> list;
    for (const char* group : {"arrays", "parameters", "stored_parameters"}) {
        const Value values = params[group];
        for (const std::string& name : values.names())
            if (values[name].isArray() || values[name].isNumber())
                list[name] = values[name].tensor(at::kDouble);
    }
    return list;
}

GoldenFile::GoldenFile() = default;
GoldenFile::~GoldenFile() = default;

std::unique_ptr<GoldenFile> GoldenFile::read(const std::filesystem::path& path)
{
    return parse(readFile(path, kLargestFile), path.filename().string(), path.parent_path());
}

std::unique_ptr<GoldenFile> GoldenFile::parse(const std::string& text, const std::string& name,
                                              const std::filesystem::path& folder)
{
    JsonLimits limits;
    limits.values = 50'000'000;
    std::unique_ptr<GoldenFile> file(new GoldenFile);
    file->m_json = std::make_unique<json>(parseJson(text, name, limits));
    file->m_folder = folder;
    const Value root(file->m_json.get(), name);
    if (root["schema"].text("") != kSchema)
        broken("'schema' is not \"" + std::string(kSchema) + "\".", name);
    file->m_family = root.at("family").text();
    if (file->m_family.empty())
        broken("'family' is empty.", name);

    Tolerance tolerance;
    if (const Value given = root["tolerance"]; given.isObject()) {
        const auto number = [&](const char* key, double otherwise) {
            const double value = given[key].real(otherwise);
            if (!(value >= 0) || !(value <= 1))
                broken("The tolerance '" + std::string(key) + "' is not a small number.", name);
            return value;
        };
        tolerance.analogRelative = number("analog_rel", tolerance.analogRelative);
        tolerance.gradRelative = number("grad_rel", tolerance.gradRelative);
        tolerance.absolute = bool(given["analog_abs"]);
        tolerance.analogFloor = number("analog_abs", tolerance.analogFloor);
    }

    const Value cases = root.at("cases");
    if (!cases.isList())
        broken("'cases' is no list.", name);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Value one = cases.item(i);
        if (!one.isObject())
            broken("A case is no object.", one.where());
        GoldenCase golden;
        golden.file = file.get();
        golden.id = one.at("id").text();
        golden.call = one["call"].text("");
        const std::string where = name + " > " + golden.id + ".";
        const auto part = [&](const char* key) {
            const auto it = (*file->m_json)["cases"][i].find(key);
            return Value(it == (*file->m_json)["cases"][i].end() ? nullptr : &*it, where + key);
        };
        golden.params = part("params");
        golden.inputs = part("inputs");
        golden.outputs = part("outputs");
        golden.grads = part("grads");
        golden.tolerance = tolerance;
        if (golden.id.empty() || golden.id[0] != '_')
            file->m_cases.push_back(std::move(golden));
        else
            file->m_shared[golden.id] = std::move(golden);
    }
    return file;
}

const GoldenCase& GoldenFile::shared(const std::string& id) const
{
    const auto it = m_shared.find(id);
    if (it == m_shared.end())
        broken("There is no shared data '" + id + "'.", m_family);
    return it->second;
}

} // namespace spw::engine::golden
