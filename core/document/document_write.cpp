// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/document.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <initializer_list>

namespace spw {
namespace {

/// Writes the file by hand: one node in three lines, one edge a line, numbers as short as they can be read back.
class Writer {
public:
    std::string write(const Document& document)
    {
        m_out = "{\n  \"format\": \"spikewright\",\n  \"version\": " + std::to_string(kDocumentVersion) +
                ",\n  \"description\": " + quoted(document.description, "description") + ",\n";
        m_out += "  \"run\": {\"seed\": " + std::to_string(document.run.seed) +
                 ", \"device\": " + quoted(document.run.device, "run.device") +
                 ", \"threads\": " + std::to_string(document.run.threads);
        extra(document.run.extra, ", ", "run", {"seed", "device", "threads"});
        m_out += "},\n  \"nodes\": [";
        const char* separator = "\n";
        for (const auto& [id, node] : document.graph.nodes()) {
            m_out += separator;
            writeNode(node);
            separator = ",\n";
        }
        m_out += document.graph.nodes().empty() ? "],\n  \"edges\": [" : "\n  ],\n  \"edges\": [";
        separator = "\n";
        for (const Edge& edge : document.graph.edges()) {
            m_out += separator;
            m_out += "    [" + end(edge.from) + ", " + end(edge.to) + "]";
            separator = ",\n";
        }
        m_out += document.graph.edges().empty() ? "]" : "\n  ]";
        writeGroups(document.graph);
        extra(document.extra, ",\n  ", "document",
              {"format", "version", "description", "run", "nodes", "edges", "groups"});
        m_out += "\n}\n";
        return std::move(m_out);
    }

private:
    /// One group a line; nothing if there are none, so that older projects keep their bytes.
    void writeGroups(const Graph& graph)
    {
        const char* separator = ",\n  \"groups\": [\n";
        for (const auto& [id, group] : graph.groups()) {
            m_out += separator;
            m_out += "    {\"id\": " + std::to_string(id) + ", \"title\": "
                     + quoted(group.title, "group " + std::to_string(id)) + ", \"repeat\": "
                     + std::to_string(group.repeat) + ", \"nodes\": [";
            const char* comma = "";
            for (const NodeId member : group.members) {
                m_out += comma + std::to_string(member);
                comma = ", ";
            }
            m_out += "]}";
            separator = ",\n";
        }
        if (!graph.groups().empty())
            m_out += "\n  ]";
    }

    void writeNode(const Node& node)
    {
        const std::string place = "node '" + node.title + "'";
        m_out += "    {\"id\": " + std::to_string(node.id) + ", \"type\": " + quoted(node.type, place) +
                 ", \"title\": " + quoted(node.title, place) + ",\n     \"position\": [" +
                 coordinate(node.position.x, place) + ", " + coordinate(node.position.y, place) +
                 "],\n     \"params\": {";
        const char* separator = "";
        for (const auto& [name, value] : node.values.all()) {
            const std::string at = place + ", parameter '" + name + "'";
            m_out += separator + quoted(name, at) + ": " + param(value, at);
            separator = ", ";
        }
        m_out += "}";
        extra(node.extra, ",\n     ", place, {"id", "type", "title", "position", "params"});
        m_out += "}";
    }

    std::string end(const EdgeEnd& end) { return quoted(std::to_string(end.node) + "." + end.port, "edges"); }

    std::string param(const ParamValue& value, const std::string& place)
    {
        if (std::holds_alternative<std::monostate>(value))
            return "null";
        if (const auto* real = std::get_if<double>(&value)) {
            std::string text = number(*real, place);
            if (text.find_first_of(".e") == std::string::npos)
                text += ".0";   // stays a real number for node types that nobody here knows
            return text;
        }
        if (const auto* text = std::get_if<std::string>(&value))
            return quoted(*text, place);
        if (std::holds_alternative<std::vector<std::int64_t>>(value))
            return "[" + toText(value) + "]";
        return toText(value);
    }

    static std::string number(double x, const std::string& place)
    {
        if (!std::isfinite(x))
            throw Error("The number is " + std::string(std::isnan(x) ? "NaN" : "infinite") + " and cannot be saved.",
                        place, "Enter a finite number.");
        char buffer[40];
        if (x == 0)
            x = 0;   // -0 equals 0, and equal documents give equal bytes
        return {buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr};
    }

    static std::string coordinate(double x, const std::string& place) { return number(x, place + ", position"); }

    static std::string quoted(const std::string& text, const std::string& place)
    {
        try {
            return nlohmann::json(text).dump();
        } catch (const nlohmann::json::exception&) {
            throw Error("A text is not valid UTF-8 and cannot be saved.", place, "Type it again.");
        }
    }

    /// Unknown keys that came with the file; they never replace a known one.
    void extra(const std::string& text, const std::string& separator, const std::string& place,
               std::initializer_list<const char*> known)
    {
        if (text.empty())
            return;
        const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
        if (!object.is_object())
            throw Error("The additional data is not a JSON object.", place, "Remove it.");
        for (const auto& [key, value] : object.items()) {
            bool isKnown = false;
            for (const char* name : known)
                isKnown = isKnown || key == name;
            if (!isKnown)
                m_out += separator + quoted(key, place) + ": " + value.dump();
        }
    }

    std::string m_out;
};

} // namespace

std::string writeDocument(const Document& document)
{
    return Writer().write(document);
}

} // namespace spw
