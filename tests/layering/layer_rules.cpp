// SPDX-License-Identifier: GPL-3.0-or-later
#include "layer_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <set>

namespace spw::layering {
namespace {

using Names = std::set<std::string, std::less<>>;

/// A layer of ARCHITECTURE.md: which other layers and which outside libraries it may see.
/// "std" (the standard library and the operating system) is everybody's and not listed.
struct LayerRule {
    std::string name;
    Names layers;      ///< whose headers it may include, besides its own
    Names libraries;   ///< outside libraries it may include
    Names links;       ///< layers and libraries it may link, besides its own
};

const std::vector<LayerRule>& layerRules()
{
    static const std::vector<LayerRule> rules{
        {"kernels", {}, {"cuda", "openmp"}, {"cuda", "openmp"}},
        {"ops", {"kernels"}, {"cuda", "openmp", "torch"}, {"kernels", "cuda", "openmp", "torch"}},
        {"core", {"kernels"}, {"json", "hdf5", "zlib", "blosc", "lz4", "zstd", "curl"},
         {"core", "kernels", "json", "hdf5", "zlib", "blosc", "lz4", "zstd", "curl"}},
        {"engine", {"core", "kernels", "ops"}, {"json", "hdf5", "zlib", "openmp", "torch"},
         {"core", "kernels", "ops", "json", "hdf5", "zlib", "openmp", "torch"}},
        // A plugin sees core's public headers, and core/engine_api.h belongs to core. Those that write LibTorch's own files
        // see LibTorch as well; plugins are loaded after the engine, which has brought it.
        {"plugins", {"core"}, {"json", "hdf5", "zlib", "torch"}, {"core", "engine", "json", "hdf5", "zlib", "torch"}},
        // The engine reaches the window through core/engine_api.h alone, as a library loaded after the first paint.
        {"ui", {"core"}, {"qt", "qcustomplot", "json"}, {"core", "qt", "qcustomplot", "json"}},
        {"studio", {"core", "ui"}, {"qt", "qcustomplot", "json"}, {"core", "ui", "qt", "qcustomplot", "json"}},
        {"app", {"core", "engine", "kernels", "ops", "ui"}, {"json", "hdf5", "zlib", "openmp", "torch", "cairo", "libav", "qt"},
         {"core", "engine", "kernels", "ops", "ui", "json", "hdf5", "zlib", "openmp", "torch", "cairo", "libav", "qt"}},
    };
    return rules;
}

const LayerRule* ruleOf(std::string_view layer)
{
    const auto found = std::find_if(layerRules().begin(), layerRules().end(),
                                    [layer](const LayerRule& rule) { return rule.name == layer; });
    return found == layerRules().end() ? nullptr : &*found;
}

/// Sources that may include torch/torch.h: 27 seconds a file, so each needs a reason beside it. Today: none.
const Names& torchUmbrellaUsers()
{
    static const Names files;
    return files;
}

bool startsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool endsWith(std::string_view text, std::string_view suffix)
{
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}
template <std::size_t size>
bool startsWithAny(std::string_view text, const std::array<std::string_view, size>& prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(), [text](auto prefix) { return startsWith(text, prefix); });
}

/// Headers of the standard library have neither folder nor suffix; Qt's likewise, but start with Q and a capital.
bool isStandardHeader(std::string_view include)
{
    static const Names c{"assert.h", "cpuid.h", "ctype.h", "dirent.h", "dlfcn.h", "errno.h", "fcntl.h", "fenv.h",
                         "float.h", "immintrin.h", "inttypes.h", "limits.h", "link.h", "locale.h", "malloc.h", "math.h",
                         "poll.h", "pthread.h", "pwd.h", "sched.h", "setjmp.h", "signal.h", "spawn.h", "stddef.h",
                         "stdint.h", "stdio.h", "stdlib.h", "string.h", "syscall.h", "termios.h", "time.h", "unistd.h",
                         "x86intrin.h", "xmmintrin.h", "pmmintrin.h", "emmintrin.h", "execinfo.h", "cxxabi.h", "ucontext.h"};
    static constexpr std::array<std::string_view, 4> folders{"sys/", "linux/", "asm/", "netinet/"};
    if (c.count(include) || startsWithAny(include, folders))
        return true;
    return std::all_of(include.begin(), include.end(),
                       [](char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_'; });
}

/// The outside library a header belongs to; "std" for the standard library; empty when nobody has named it here.
std::string libraryOfInclude(std::string_view include)
{
    static constexpr std::array<std::string_view, 6> torch{"torch/", "ATen/", "c10/", "caffe2/", "c10d/", "TH/"};
    static constexpr std::array<std::string_view, 10> cuda{"cuda", "cub/", "thrust/", "cooperative_groups",
                                                           "cublas", "nccl", "nvtx", "mma.h", "curand", "nv/"};
    if (startsWithAny(include, torch))
        return "torch";
    if (startsWithAny(include, cuda))
        return "cuda";
    if (include == "omp.h")
        return "openmp";
    if (startsWith(include, "nlohmann/"))
        return "json";
    if (startsWith(include, "hdf5") || startsWith(include, "H5"))
        return "hdf5";
    if (include == "zlib.h")
        return "zlib";
    if (include == "blosc.h")
        return "blosc";
    if (startsWith(include, "lz4"))
        return "lz4";
    if (include == "zstd.h")
        return "zstd";
    if (startsWith(include, "curl/"))
        return "curl";
    if (startsWith(include, "libav"))
        return "libav";
    if (startsWith(include, "cairo"))
        return "cairo";
    if (startsWith(include, "qcustomplot"))
        return "qcustomplot";
    if ((include.size() > 1 && include[0] == 'Q' && include[1] >= 'A' && include[1] <= 'Z') || startsWith(include, "Qt") ||
        (startsWith(include, "q") && endsWith(include, ".h")))
        return "qt";
    return isStandardHeader(include) ? "std" : "";
}

/// The layer or outside library behind one word of a link line; "std" for what everybody may link.
std::string libraryOfLink(std::string_view item)
{
    static const Names everybody{"Threads::Threads", "${CMAKE_DL_LIBS}", "dl", "rt", "m", "pthread", "stdc++fs", "atomic"};
    if (everybody.count(item))
        return "std";
    static const std::vector<std::pair<std::string_view, std::string_view>> prefixes{
        {"spw_kernels", "kernels"}, {"spw_ops", "ops"}, {"spw_core", "core"}, {"spw_engine", "engine"},
        {"spw_ui", "ui"}, {"spw_cli", "app"}, {"spw_studio", "studio"},
        {"Qt6::", "qt"}, {"Qt::", "qt"}, {"${SPW_QCUSTOMPLOT", "qcustomplot"}, {"QCustomPlot", "qcustomplot"},
        {"${TORCH_", "torch"}, {"torch", "torch"}, {"c10", "torch"}, {"${Torch_", "torch"},
        {"CUDA::", "cuda"}, {"OpenMP::", "openmp"}, {"nlohmann_json", "json"},
        {"HDF5::", "hdf5"}, {"hdf5::", "hdf5"}, {"${HDF5_", "hdf5"}, {"ZLIB::", "zlib"}, {"z", "zlib"},
        {"PkgConfig::BLOSC", "blosc"}, {"PkgConfig::LZ4", "lz4"}, {"PkgConfig::ZSTD", "zstd"}, {"CURL::", "curl"},
        {"PkgConfig::LIBAV", "libav"}, {"PkgConfig::CAIRO", "cairo"}, {"${CAIRO_", "cairo"},
    };
    for (const auto& [prefix, library] : prefixes)
        if (item == prefix || (prefix.size() > 1 && startsWith(item, prefix)))
            return std::string(library);
    return {};
}

bool isLayerName(std::string_view name) { return ruleOf(name) != nullptr; }

bool isCudaSource(std::string_view path) { return endsWith(path, ".cu") || endsWith(path, ".cuh"); }

std::string pluginOfPath(std::string_view path)
{
    constexpr std::string_view root = "plugins/";
    if (!startsWith(path, root))
        return {};
    const auto rest = path.substr(root.size());
    const auto slash = rest.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(rest.substr(0, slash));
}

/// What is wrong with one include of a file in `layer`, in words.
std::optional<std::string> complaint(std::string_view path, const std::string& layer, const std::string& include, bool quoted)
{
    if (include.find("..") != std::string::npos)
        return "includes are written from the source root, never with .. (" + include + ")";
    if (include == "torch/torch.h" && !torchUmbrellaUsers().count(path))
        return "torch/torch.h costs 27 seconds a file: include the headers that are used instead";
    if (quoted && (endsWith(include, ".moc") || startsWith(include, "moc_") || startsWith(include, "ui_")))
        return {};   // written by Qt's own compilers

    const LayerRule& rule = *ruleOf(layer);
    const std::string target = layerOfPath(include);
    if (!target.empty()) {
        if (isCudaSource(path) && target != "kernels")
            return "CUDA sources see only kernels and CUDA (" + include + ")";
        if (target == "plugins" && layer == "plugins" && pluginOfPath(include) != pluginOfPath(path))
            return "a plugin may not include another plugin (" + include + ")";
        if (target != layer && !rule.layers.count(target))
            return layer + " may not include " + target + " (" + include + ")";
        return {};
    }

    const std::string library = libraryOfInclude(include);
    if (library == "std")
        return {};
    if (isCudaSource(path) && library != "cuda")
        return "CUDA sources see only kernels and CUDA (" + include + ")";
    if (library.empty())
        return quoted ? "project headers are included from the source root, e.g. \"core/graph/graph.h\" (" + include + ")"
                      : "no layer knows the library of <" + include + ">: name it in tests/layering/layer_rules.cpp";
    if (!rule.libraries.count(library))
        return layer + " may not include " + library + " (" + include + ")";
    return {};
}

/// CMake without its comments, line breaks kept so that offsets still count lines.
std::string withoutCMakeComments(std::string_view text)
{
    std::string out(text);
    bool inString = false, inComment = false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] == '\n')
            inComment = false;
        else if (inComment)
            out[i] = ' ';
        else if (out[i] == '"' && (i == 0 || out[i - 1] != '\\'))
            inString = !inString;
        else if (out[i] == '#' && !inString) {
            inComment = true;
            out[i] = ' ';
        }
    }
    return out;
}

/// The library inside a generator expression: "$<$<BOOL:${X}>:spw_ops>" names spw_ops.
std::string withoutGenerator(std::string word)
{
    while (!word.empty() && (word.back() == '>' || word.back() == '"'))
        word.pop_back();
    if (startsWith(word, "$<")) {
        for (std::size_t i = word.size(); i-- > 1;)
            if (word[i] == ':' && word[i - 1] != ':' && (i + 1 == word.size() || word[i + 1] != ':'))
                return word.substr(i + 1);
    }
    while (!word.empty() && word.front() == '"')
        word.erase(word.begin());
    return word;
}

/// A target belongs to the layer its name says, other targets to the layer of their folder.
std::string layerOfTarget(std::string_view path, std::string_view target)
{
    if (target == "spikewright")
        return "studio";
    if (target == "spikewright-cli")
        return "app";
    if (startsWith(target, "spw_")) {
        const std::string named = libraryOfLink(target);
        if (isLayerName(named))
            return named;
    }
    return layerOfPath(path);
}

} // namespace

int lineOf(std::string_view text, std::size_t offset)
{
    return 1 + int(std::count(text.begin(), text.begin() + std::ptrdiff_t(offset), '\n'));
}

std::string Violation::text() const
{
    return file + (line > 0 ? ":" + std::to_string(line) : std::string()) + ": " + rule;
}

std::string layerOfPath(std::string_view path)
{
    // The longest folder first: core/engine_api.h is core, core/engine/ is not.
    static const std::vector<std::pair<std::string_view, std::string_view>> folders{
        {"kernels/torch/", "ops"}, {"kernels/", "kernels"}, {"core/engine/", "engine"}, {"core/", "core"},
        {"plugins/", "plugins"}, {"ui/", "ui"}, {"app/studio/", "studio"}, {"app/spikewright/", "studio"}, {"app/", "app"},
    };
    for (const auto& [folder, layer] : folders)
        if (startsWith(path, folder))
            return std::string(layer);
    return {};
}

Violations checkIncludes(std::string_view path, std::string_view text)
{
    Violations out;
    const std::string layer = layerOfPath(path);
    if (layer.empty())
        return out;
    if (isCudaSource(path) && layer != "kernels")
        out.push_back({std::string(path), 0, "CUDA sources live in kernels, outside kernels/torch"});

    static const std::regex pattern(R"((^|\n)[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"])");
    for (auto it = std::cregex_iterator(text.data(), text.data() + text.size(), pattern); it != std::cregex_iterator(); ++it) {
        const bool quoted = (*it)[2].str() == "\"";
        if (const auto rule = complaint(path, layer, (*it)[3].str(), quoted))
            out.push_back({std::string(path), lineOf(text, std::size_t(it->position(3))), *rule});
    }
    return out;
}

Violations checkLinks(std::string_view path, std::string_view text)
{
    Violations out;
    if (layerOfPath(path).empty())
        return out;
    const std::string plain = withoutCMakeComments(text);
    static const std::regex call(R"((?:target_link_libraries|(spw_add_plugin))[ \t\n]*\(([^()]*)\))", std::regex::icase);
    static const std::regex wordPattern(R"([^\s;]+)");
    static const Names keywords{"PUBLIC", "PRIVATE", "INTERFACE", "debug", "optimized", "general"};

    for (auto it = std::sregex_iterator(plain.begin(), plain.end(), call); it != std::sregex_iterator(); ++it) {
        const std::string arguments = (*it)[2].str();
        const std::size_t start = std::size_t(it->position(2));
        // spw_add_plugin(name SOURCES a.cpp LINKS lib): what stands before LINKS is no library.
        bool isLink = !(*it)[1].matched;
        std::string layer = isLink ? std::string() : layerOfPath(path);
        for (auto word = std::sregex_iterator(arguments.begin(), arguments.end(), wordPattern); word != std::sregex_iterator(); ++word) {
            if (!isLink) {
                isLink = word->str() == "LINKS";
                continue;
            }
            if (layer.empty()) {   // the first word is the target that is linked
                layer = layerOfTarget(path, word->str());
                continue;
            }
            if (keywords.count(word->str()) || startsWith(word->str(), "-"))
                continue;
            const std::string item = withoutGenerator(word->str());
            const std::string library = libraryOfLink(item);
            const int line = lineOf(plain, start + std::size_t(word->position()));
            if (library == "std" || library == layer)
                continue;
            if (library.empty())
                out.push_back({std::string(path), line,
                               "no layer knows the library " + item + ": name it in tests/layering/layer_rules.cpp"});
            else if (!ruleOf(layer)->links.count(library))
                out.push_back({std::string(path), line, layer + " may not link " + library + " (" + item + ")"});
        }
    }
    return out;
}

} // namespace spw::layering
