// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A NIR file (HDF5) as values: what is in it, not yet what it means.
namespace spw::nir {

enum class Number { Float32, Float64, Int64 };

/// Row-major; a shape without axes is one number.
struct Array {
    std::vector<std::int64_t> shape;
    std::vector<double> values;
    Number number = Number::Float32;
    bool operator==(const Array&) const = default;
};
Array scalar(double value, Number number);
Array list(const std::vector<std::int64_t>& values);
std::string shapeText(const std::vector<std::int64_t>& shape);   // "(2, 34, 34)"

/// A data set (numbers or one text) or a group of such.
struct Item {
    std::optional<Array> array;
    std::optional<std::string> text;
    std::map<std::string, Item> children;
    bool operator==(const Item&) const = default;
};
using Items = std::map<std::string, Item>;
Item itemOf(Array array);
Item itemOf(std::string text);

struct Node {
    std::string type;
    Items fields;                        // everything but type, metadata, nodes and edges
    Items metadata;
    std::map<std::string, Node> nodes;   // of a NIRGraph, with its edges
    std::vector<std::pair<std::string, std::string>> edges;
};

struct File {
    std::string version;                 // of the library that wrote it; may be empty
    Node node;
};

/// Reads gzip, lzf, szip and plain data sets, texts of fixed and variable length, numbers of any type.
/// @throws Error naming file and HDF5 path for what is no NIR graph or is damaged.
File readNir(const std::filesystem::path& file);
/// Whether the file has a NIR graph in it. Never throws.
bool looksLikeNir(const std::filesystem::path& file);

/// The same bytes for the same value; the file is complete or as it was. @throws Error naming the file.
void writeNir(const std::filesystem::path& file, const File& content);

} // namespace spw::nir
