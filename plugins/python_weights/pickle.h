// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Python's pickle format, as far as PyTorch's files need it. Nothing is ever executed: what a pickle calls is looked up in
/// a short list of names (formats.md 6.2), and anything else is refused by name.
namespace spw::pythonweights {

struct Value;

struct StorageRef {
    std::string type;           // "FloatStorage"
    std::string key;
    std::int64_t count = 0;
};

struct TensorRef {
    StorageRef storage;
    std::int64_t offset = 0;    // in items
    std::vector<std::int64_t> shape, strides;
};

/// A value of a pickle. Containers hold pointers into Pickle::values, which may be shared and even lead back.
struct Value {
    struct Global {
        std::string module, name;
    };
    struct List {
        std::vector<Value*> items;   // lists, tuples and sets
    };
    struct Dict {
        std::vector<std::pair<Value*, Value*>> items;
        std::string type;            // of a scripted module; empty: a plain dictionary
    };
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Global, List, Dict, StorageRef, TensorRef> data;

    const std::string* text() const { return std::get_if<std::string>(&data); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data); }
    const List* list() const { return std::get_if<List>(&data); }
    const Dict* dict() const { return std::get_if<Dict>(&data); }
    const TensorRef* tensor() const { return std::get_if<TensorRef>(&data); }
    const Value* find(std::string_view key) const;   // in a dictionary
};

struct Pickle {
    std::deque<Value> values;
    Value* root = nullptr;
    std::size_t size = 0;       // bytes read, up to and with its end
};

/// @param scripted  of a TorchScript archive: classes of its own are dictionaries of their attributes.
/// @throws Error naming `where`, the offset and what was found.
Pickle readPickle(std::string_view bytes, const std::string& where, bool scripted = false);

} // namespace spw::pythonweights
