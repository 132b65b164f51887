// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/document.h"

#include "core/base/error.h"
#include "core/document/json_reader.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <set>
#include <unordered_map>

namespace spw {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNodes = 100'000;

const char* kindOf(const json& value)
{
    switch (value.type()) {
    case json::value_t::null: return "null";
    case json::value_t::object: return "an object";
    case json::value_t::array: return "a list";
    case json::value_t::string: return "a text";
    case json::value_t::boolean: return "true or false";
    default: return "a number";
    }
}

class Reader {
public:
    Reader(const std::string& name, const Catalog& catalog, Diagnostics* warnings)
        : m_name(name), m_catalog(catalog), m_warnings(warnings)
    {
    }

    Document read(const json& root)
    {
        checkFormat(root);
        Document document{.graph = Graph(m_catalog), .run = {}};
        if (const json* text = find(root, "description"))
            document.description = string(*text, "description");
        if (const json* run = find(root, "run"))
            document.run = readRun(*run);
        std::vector<Node> nodes = readNodes(root);
        std::vector<Edge> edges = readEdges(root);
        std::vector<Group> groups = readGroups(root);
        document.graph = Graph::restore(m_catalog, std::move(nodes), std::move(edges), std::move(groups));
        document.extra = extraOf(root, {"format", "version", "description", "run", "nodes", "edges", "groups"});
        return document;
    }

private:
    [[noreturn]] void fail(const std::string& path, const std::string& what, const std::string& fix) const
    {
        throw Error(what, path.empty() ? m_name : m_name + ", " + path, fix);
    }

    void warn(const char* code, const Node* node, const std::string& what, const std::string& why,
              const std::string& fix)
    {
        if (m_warnings)
            m_warnings->push_back({.severity = Severity::Warning, .code = code, .node = node ? node->id : 0,
                                   .nodeName = node ? node->title : "", .port = {}, .what = what, .why = why,
                                   .fix = fix});
    }

    static const json* find(const json& object, const char* key)
    {
        const auto it = object.find(key);
        return it == object.end() ? nullptr : &*it;
    }

    const json& member(const json& object, const char* key, const std::string& path) const
    {
        const json* value = find(object, key);
        if (!value)
            fail(path, std::string("The key '") + key + "' is missing.", "Add it, or take the last good version of the file.");
        return *value;
    }

    void need(bool good, const json& value, const std::string& path, const char* wanted) const
    {
        if (!good)
            fail(path, std::string("Expected ") + wanted + ", found " + kindOf(value) + ".", "Correct the value.");
    }

    const std::string& string(const json& value, const std::string& path) const
    {
        need(value.is_string(), value, path, "a text");
        return value.get_ref<const std::string&>();
    }

    std::int64_t integer(const json& value, const std::string& path, std::int64_t low, std::int64_t high) const
    {
        need(value.is_number_integer(), value, path, "a whole number");
        const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= std::uint64_t(high) : true;
        const std::int64_t number = fits ? value.get<std::int64_t>() : 0;
        if (!fits || number < low || number > high)
            fail(path, "The number " + value.dump() + " is out of range.",
                 "Use a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".");
        return number;
    }

    static std::string extraOf(const json& object, std::initializer_list<const char*> known)
    {
        json extra = object;
        for (const char* key : known)
            extra.erase(key);
        return extra.empty() ? std::string() : extra.dump();
    }

    void checkFormat(const json& root) const
    {
        const char* const fix = "Choose a .spw file that Spikewright saved.";
        if (!root.is_object())
            fail("", std::string("This is no Spikewright project: it holds ") + kindOf(root) + ".", fix);
        const json* format = find(root, "format");
        if (!format || *format != "spikewright")
            fail("format", "This is no Spikewright project: its format is not \"spikewright\".", fix);
        const json& version = member(root, "version", "");
        need(version.is_number_integer(), version, "version", "a whole number");
        if (version > kDocumentVersion)
            fail("version", "It was written by a newer Spikewright (format " + version.dump() + ", this one reads up to " +
                                std::to_string(kDocumentVersion) + ").",
                 "Update Spikewright, or save the project again in the older format there.");
        if (version < 1)
            fail("version", "There is no format " + version.dump() + ".", fix);
    }

    RunSettings readRun(const json& run) const
    {
        need(run.is_object(), run, "run", "an object");
        RunSettings settings;
        if (const json* seed = find(run, "seed")) {
            need(seed->is_number_integer(), *seed, "run.seed", "a whole number");
            if (!seed->is_number_unsigned() && seed->get<std::int64_t>() < 0)
                fail("run.seed", "The seed is negative.", "Use a whole number from 0.");
            settings.seed = seed->get<std::uint64_t>();
        }
        if (const json* device = find(run, "device"))
            settings.device = string(*device, "run.device");
        if (const json* threads = find(run, "threads"))
            settings.threads = int(integer(*threads, "run.threads", 0, 65536));
        settings.extra = extraOf(run, {"seed", "device", "threads"});
        return settings;
    }

    std::vector<Node> readNodes(const json& root)
    {
        const json& list = member(root, "nodes", "");
        need(list.is_array(), list, "nodes", "a list");
        if (list.size() > kMostNodes)
            fail("nodes", "The project has " + std::to_string(list.size()) + " nodes; at most " +
                              std::to_string(kMostNodes) + " are read.",
                 "Check that this is the file you meant.");
        std::vector<Node> nodes;
        nodes.reserve(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string path = "nodes[" + std::to_string(i) + "]";
            nodes.push_back(readNode(list[i], path));
            const auto [it, isNew] = m_indexOf.emplace(nodes.back().id, i);
            if (!isNew)
                fail(path + ".id", "The id " + std::to_string(nodes.back().id) + " is already used by nodes[" +
                                       std::to_string(it->second) + "].",
                     "Give one of the nodes another id and correct its edges.");
        }
        return nodes;
    }

    Node readNode(const json& value, const std::string& path)
    {
        need(value.is_object(), value, path, "an object");
        Node node;
        node.id = integer(member(value, "id", path), path + ".id", 1, kLargestId);
        node.type = string(member(value, "type", path), path + ".type");
        if (node.type.empty())
            fail(path + ".type", "The type is empty.", "Write the type of the node, such as \"neuron.lif\".");
        const NodeSpec* spec = m_catalog.find(node.type);
        if (const json* title = find(value, "title"))
            node.title = string(*title, path + ".title");
        if (node.title.empty())
            node.title = (spec ? spec->title : node.type) + " " + std::to_string(node.id);
        if (const json* position = find(value, "position")) {
            const std::string at = path + ".position";
            need(position->is_array() && position->size() == 2 && (*position)[0].is_number() &&
                     (*position)[1].is_number(),
                 *position, at, "a list of two numbers");
            node.position = {(*position)[0].get<double>(), (*position)[1].get<double>()};
        }
        if (const json* params = find(value, "params")) {
            need(params->is_object(), *params, path + ".params", "an object");
            for (const auto& [name, param] : params->items()) {
                const ParamSpec* known = spec ? spec->param(name) : nullptr;
                const ParamValue raw = readParam(param, path + ".params." + name);
                node.values.set(name, known ? normalised(*known, raw) : raw);
            }
        }
        if (!spec)
            warn("SPW-F003", &node, "The node type '" + node.type + "' is not known.",
                 "The plugin that brings it is missing, or a newer Spikewright wrote the project.",
                 "Its values and wires are kept; install the plugin to use it.");
        else
            for (const ParamSpec& param : spec->params)
                if (!node.values.has(param.name))
                    node.values.set(param.name, param.initial);
        node.extra = extraOf(value, {"id", "type", "title", "position", "params"});
        return node;
    }

    ParamValue readParam(const json& value, const std::string& path) const
    {
        switch (value.type()) {
        case json::value_t::null: return std::monostate{};
        case json::value_t::boolean: return value.get<bool>();
        case json::value_t::number_integer: return value.get<std::int64_t>();
        case json::value_t::number_unsigned:
            return integer(value, path, 0, std::numeric_limits<std::int64_t>::max());
        case json::value_t::number_float: return value.get<double>();
        case json::value_t::string: return value.get<std::string>();
        case json::value_t::array: {
            std::vector<std::int64_t> list;
            for (const json& item : value)
                list.push_back(integer(item, path, std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max()));
            return list;
        }
        default: fail(path, std::string("A parameter cannot be ") + kindOf(value) + ".", "Correct the value.");
        }
    }

    std::vector<Group> readGroups(const json& root)
    {
        std::vector<Group> groups;
        const json* list = find(root, "groups");
        if (!list)
            return groups;
        need(list->is_array(), *list, "groups", "a list");
        std::set<NodeId> taken;
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string path = "groups[" + std::to_string(i) + "]";
            const json& value = (*list)[i];
            need(value.is_object(), value, path, "an object");
            Group group;
            group.id = integer(member(value, "id", path), path + ".id", 1, kLargestId);
            for (const Group& other : groups)
                if (other.id == group.id)
                    fail(path + ".id", "The id " + std::to_string(group.id) + " is used by two groups.",
                         "Give one of them another id.");
            if (const json* title = find(value, "title"))
                group.title = string(*title, path + ".title");
            if (const json* repeat = find(value, "repeat"))
                group.repeat = integer(*repeat, path + ".repeat", 1, kMostRepeats);
            const json& nodes = member(value, "nodes", path);
            need(nodes.is_array(), nodes, path + ".nodes", "a list of node ids");
            for (std::size_t k = 0; k < nodes.size(); ++k) {
                const std::string at = path + ".nodes[" + std::to_string(k) + "]";
                const NodeId id = integer(nodes[k], at, 1, kLargestId);
                if (m_indexOf.count(id) == 0)
                    fail(at, "There is no node " + std::to_string(id) + ".", "Leave it out of the group.");
                if (!taken.insert(id).second)
                    fail(at, "Node " + std::to_string(id) + " is in two groups.", "Leave it in one of them.");
                group.members.insert(id);
            }
            groups.push_back(std::move(group));
        }
        return groups;
    }

    std::vector<Edge> readEdges(const json& root)
    {
        std::vector<Edge> edges;
        const json& list = member(root, "edges", "");
        need(list.is_array(), list, "edges", "a list");
        edges.reserve(list.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string path = "edges[" + std::to_string(i) + "]";
            const json& value = list[i];
            if (value.is_object()) {
                edges.push_back({objectEnd(member(value, "from", path), path + ".from"),
                                 objectEnd(member(value, "to", path), path + ".to")});
                if (value.size() > 2)
                    warn("SPW-F004", nullptr, "The edge " + path + " has keys that are not known.",
                         "They are not kept.", "Keep additional data at a node or at the document.");
            } else {
                need(value.is_array() && value.size() == 2, value, path, "a list of two ends such as \"2.y\"");
                edges.push_back({textEnd(value[0], path + "[0]"), textEnd(value[1], path + "[1]")});
            }
        }
        return edges;
    }

    EdgeEnd checked(EdgeEnd end, const std::string& path) const
    {
        if (!m_indexOf.count(end.node))
            fail(path, "The edge leads to node " + std::to_string(end.node) + ", which does not exist.",
                 "Remove the edge or add the node.");
        if (end.port.empty())
            fail(path, "The edge names no port.", "Write node and port, such as \"2.y\".");
        return end;
    }

    EdgeEnd textEnd(const json& value, const std::string& path) const
    {
        const std::string& text = string(value, path);
        const auto dot = text.find('.');
        EdgeEnd end;
        const char* const idEnd = text.data() + (dot == std::string::npos ? 0 : dot);
        const auto [stop, error] = std::from_chars(text.data(), idEnd, end.node);
        if (dot == std::string::npos || error != std::errc{} || stop != idEnd)
            fail(path, "This is no end of an edge.", "Write node and port, such as \"2.y\".");
        end.port = text.substr(dot + 1);
        return checked(std::move(end), path);
    }

    EdgeEnd objectEnd(const json& value, const std::string& path) const
    {
        need(value.is_object(), value, path, "an object with node and port");
        return checked({integer(member(value, "node", path), path + ".node", 1, kLargestId),
                        string(member(value, "port", path), path + ".port")},
                       path);
    }

    const std::string& m_name;
    const Catalog& m_catalog;
    Diagnostics* m_warnings;
    std::unordered_map<NodeId, std::size_t> m_indexOf;
};

} // namespace

Document readDocument(const std::string& text, const std::string& name, const Catalog& catalog, Diagnostics* warnings)
{
    if (text.size() > kLargestDocument)
        throw Error("The project has " + std::to_string(text.size()) + " bytes; at most " +
                        std::to_string(kLargestDocument) + " are read.",
                    name, "Check that this is the file you meant.");
    const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string::npos)
        throw Error("The file is empty.", name, "Choose a .spw file that Spikewright saved.");
    if (text[first] != '{')
        throw Error("This is no Spikewright project: it does not start with '{'.", name + ", line 1, column 1",
                    "Choose a .spw file that Spikewright saved.");
    return Reader(name, catalog, warnings).read(parseJson(text, name));
}

} // namespace spw
