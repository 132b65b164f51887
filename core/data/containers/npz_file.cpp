// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/containers/npz_file.h"

#include "core/base/error.h"

#include <algorithm>

namespace spw {

namespace {

constexpr std::string_view kEnding = ".npy";

bool isArray(const ZipMember& member)
{
    return member.name.size() > kEnding.size()
           && std::string_view(member.name).substr(member.name.size() - kEnding.size()) == kEnding;
}

} // namespace

std::vector<std::string> NpzFile::keys() const
{
    std::vector<std::string> result;
    for (const ZipMember& member : m_zip.members())
        if (isArray(member))
            result.push_back(member.name.substr(0, member.name.size() - kEnding.size()));
    return result;
}

const ZipMember& NpzFile::member(std::string_view key) const
{
    if (const ZipMember* const found = m_zip.find(std::string(key) + ".npy"))
        return *found;
    std::string known;
    for (const std::string& name : keys())
        known += (known.empty() ? "" : ", ") + name;
    throw Error("The file has no array '" + std::string(key) + "'.", m_zip.file()->name(),
                "It has: " + (known.empty() ? "none" : known) + ".");
}

std::unique_ptr<NpyFile> NpzFile::read(std::string_view key, std::uint64_t limit) const
{
    const ZipMember& found = member(key);
    return std::make_unique<NpyFile>(m_zip.read(found, limit), m_zip.where(found));
}

NpyHeader NpzFile::header(std::string_view key) const
{
    constexpr std::size_t kMostHeaderBytes = std::size_t(1) << 20;
    const ZipMember& found = member(key);
    std::string start(std::size_t(std::min<std::uint64_t>(found.bytes, kMostHeaderBytes)), '\0');
    start.resize(m_zip.stream(found)->read(start.data(), start.size()));
    return parseNpyHeader(start, found.bytes, m_zip.where(found));
}

bool isNpz(const ZipFile& zip)
{
    return std::any_of(zip.members().begin(), zip.members().end(), isArray);
}

} // namespace spw
