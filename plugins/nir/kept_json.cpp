// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/nir/kept_json.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace spw::nir {

namespace {

using nlohmann::json;

constexpr std::size_t kMostValues = 4096;
constexpr int kDeepestJson = 32;

const char* const kNumbers[] = {"float32", "float64", "int64"};

bool isUtf8(const std::string& text)
{
    try {
        json(text).dump();
        return true;
    } catch (const json::exception&) {
        return false;
    }
}

json toJson(const Items& items)
{
    json out = json::object();
    for (const auto& [name, item] : items) {
        if (!isUtf8(name))
            continue;
        if (item.text) {
            if (isUtf8(*item.text))
                out[name] = *item.text;
        } else if (item.array) {
            bool finite = item.array->values.size() <= kMostValues;
            for (const double value : item.array->values)
                finite = finite && std::isfinite(value);
            if (finite)
                out[name] = {{"shape", item.array->shape}, {"values", item.array->values}, {"type", kNumbers[int(item.array->number)]}};
        } else {
            out[name] = {{"group", toJson(item.children)}};
        }
    }
    return out;
}

Items fromJson(const json& object, int depth)
{
    Items out;
    if (!object.is_object() || depth > kDeepestJson)
        return out;
    for (const auto& [name, value] : object.items()) {
        if (value.is_string()) {
            out[name] = itemOf(value.get<std::string>());
        } else if (value.is_object() && value.contains("group")) {
            out[name].children = fromJson(value["group"], depth + 1);
        } else if (value.is_object() && value.contains("values")) {
            Array array{value.at("shape").get<std::vector<std::int64_t>>(), value.at("values").get<std::vector<double>>(), Number::Float64};
            std::size_t count = 1;
            for (const std::int64_t size : array.shape)
                count = size < 0 || std::size_t(size) > kMostValues ? kMostValues + 1 : std::min<std::size_t>(count * std::size_t(size), kMostValues + 1);
            if (count != array.values.size())
                continue;
            for (int i = 0; i < 3; ++i)
                if (value.value("type", "") == kNumbers[i])
                    array.number = Number(i);
            out[name] = itemOf(std::move(array));
        }
    }
    return out;
}

} // namespace

std::string keptText(const Kept& kept)
{
    json out = json::object();
    if (!kept.metadata.empty())
        out["metadata"] = toJson(kept.metadata);
    if (!kept.fields.empty())
        out["fields"] = toJson(kept.fields);
    return out.empty() ? std::string() : json{{"nir", out}}.dump();
}

Kept keptOf(const std::string& text)
{
    try {
        const json nir = json::parse(text).at("nir");
        return {fromJson(nir.value("metadata", json::object()), 0), fromJson(nir.value("fields", json::object()), 0)};
    } catch (const json::exception&) {
        return {};
    }
}

} // namespace spw::nir
