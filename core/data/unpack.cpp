// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/unpack.h"

#include "core/base/error.h"
#include "core/data/containers/byte_stream.h"
#include "core/data/containers/zip_file.h"
#include "core/data/writers/output_file.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <vector>

namespace spw {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = std::size_t(1) << 18;
constexpr const char* kAgain = "Download the archive again.";

/// Where a member goes; nothing for one that names no file. @throws Error if that is outside the folder.
std::optional<fs::path> placeOf(const std::string& member, const fs::path& folder, const std::string& archive)
{
    const fs::path name = fs::path(member).lexically_normal();
    bool leaves = name.is_absolute() || member.find('\0') != std::string::npos || member.find('\\') != std::string::npos;
    for (const fs::path& step : name)
        leaves = leaves || step == "..";
    if (leaves)
        throw Error("The member '" + member.substr(0, 200) + "' would lie outside the folder.", archive, "Do not trust this archive.");
    if (name.empty() || name == "." || !name.has_filename())
        return {};
    return folder / name;
}

/// Folders of an archive may not be links that lead elsewhere: those of an earlier run could be.
void makeFolder(const fs::path& folder)
{
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        throw Error("The folder cannot be made: " + problem.message() + ".", folder.string(), "Check its rights and the free space.");
}

/// Copies the next `size` bytes into a file. @return false if stopped.
bool copyTo(const fs::path& file, ByteStream& from, std::uint64_t size, const std::string& where, const std::function<bool(std::uint64_t)>& step,
            const std::uint32_t* crc = nullptr)
{
    makeFolder(file.parent_path());
    OutputFile out(file);
    std::vector<char> block(kBlock);
    std::uint32_t sum = 0;
    while (size > 0) {
        const std::size_t got = from.read(block.data(), std::size_t(std::min<std::uint64_t>(size, block.size())));
        if (got == 0)
            throw Error("The archive ends inside a file.", where, kAgain);
        out.write(block.data(), got);
        if (crc)
            sum = crc32Of({block.data(), got}, sum);
        size -= got;
        if (!step(got))
            return false;
    }
    if (crc && sum != *crc)
        throw Error("The member's checksum differs.", where, kAgain);
    out.commit();
    return true;
}

std::int64_t unpackZip(std::shared_ptr<const ByteSource> bytes, const fs::path& folder, const std::function<bool(double)>& progress)
{
    const std::string name = bytes->name();
    const ZipFile zip(std::move(bytes));
    std::uint64_t total = 1, done = 0;
    for (const ZipMember& member : zip.members())
        total += member.bytes;
    const auto step = [&](std::uint64_t more) {
        done += more;
        return !progress || progress(double(done) / double(total));
    };
    std::int64_t count = 0;
    for (const ZipMember& member : zip.members()) {
        const auto place = placeOf(member.name, folder, name);
        if (!place || member.name.back() == '/')
            continue;
        if (member.encrypted)
            throw Error("The member is encrypted.", zip.where(member), "Unpack the archive with its password.");
        const auto stream = zip.stream(member);
        if (!copyTo(*place, *stream, member.bytes, zip.where(member), step, &member.crc))
            return -1;
        ++count;
    }
    return count;
}

/// A number of a tar header: octal digits, or (first bit set) big-endian.
std::uint64_t tarNumber(const char* field, std::size_t size, const std::string& where)
{
    std::uint64_t value = 0;
    if (std::uint8_t(field[0]) & 0x80) {
        for (std::size_t i = size - 8; i < size; ++i)
            value = value << 8 | std::uint8_t(field[i]);
        return value;
    }
    for (std::size_t i = 0; i < size && field[i] != '\0'; ++i) {
        if (field[i] == ' ')
            continue;
        if (field[i] < '0' || field[i] > '7')
            throw Error("A size in the archive is no number.", where, kAgain);
        value = value * 8 + std::uint64_t(field[i] - '0');
    }
    return value;
}

std::string tarText(const char* field, std::size_t size) { return std::string(field, std::find(field, field + size, '\0')); }

/// "path" of a pax header: lines "length key=value\n".
std::string paxPath(const std::string& text)
{
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0, digit = at;
        for (; digit < text.size() && std::isdigit(static_cast<unsigned char>(text[digit])) && length < text.size(); ++digit)
            length = length * 10 + std::size_t(text[digit] - '0');
        if (length < 3 || length > text.size() - at)
            return {};
        const std::string line = text.substr(at, length - 1);   // without its end
        at += length;
        const std::size_t key = line.find(' ') + 1;
        if (line.compare(key, 5, "path=") == 0)
            return line.substr(key + 5);
    }
    return {};
}

std::int64_t unpackTar(ByteStream& stream, std::uint64_t packedBytes, const std::string& name, const fs::path& folder,
                       const std::function<bool(double)>& progress)
{
    constexpr std::size_t kRecord = 512;
    constexpr std::uint64_t kMostText = 65536;
    std::uint64_t done = 0;
    // How far it is cannot be told from the unpacked side; three times the packed bytes is what such archives have.
    const auto step = [&](std::uint64_t more) {
        done += more;
        return !progress || progress(std::min(0.99, double(done) / double(packedBytes * 3 + 1)));
    };
    std::int64_t count = 0;
    std::string longName;
    char header[kRecord];
    while (true) {
        const std::size_t got = stream.read(header, kRecord);
        if (got == 0 || std::all_of(header, header + got, [](char c) { return c == 0; }))
            return count;
        std::uint64_t sum = 8 * ' ';
        for (std::size_t i = 0; i < got; ++i)
            sum += i >= 148 && i < 156 ? 0 : std::uint8_t(header[i]);
        if (got < kRecord || tarNumber(header + 148, 8, name) != sum)
            throw Error(count == 0 ? "This is no tar archive." : "The archive is damaged after file " + std::to_string(count) + ".", name, kAgain);
        const std::uint64_t size = tarNumber(header + 124, 12, name), padding = (kRecord - size % kRecord) % kRecord;
        const char type = header[156];
        std::string member = tarText(header, 100);
        if (std::string_view(header + 257, 5) == "ustar" && header[345] != '\0' && header[345 + 1] != '\0')
            member = tarText(header + 345, 155) + "/" + member;
        if (type == 'L' || type == 'x') {   // the name of the next member, GNU's or POSIX's way
            if (size > kMostText)
                throw Error("A name in the archive has " + std::to_string(size) + " bytes.", name, kAgain);
            std::string text(std::size_t(size), '\0');
            if (stream.read(text.data(), text.size()) != text.size())
                throw Error("The archive ends inside a name.", name, kAgain);
            const std::string found = type == 'L' ? tarText(text.data(), text.size()) : paxPath(text);
            if (!found.empty())
                longName = found;
            stream.skip(padding);
            continue;
        }
        if (!longName.empty())
            member = std::move(longName);
        longName.clear();
        const auto place = placeOf(member, folder, name);
        if ((type == '0' || type == '\0' || type == '7') && place && member.back() != '/') {
            if (!copyTo(*place, stream, size, name + " > " + member, step))
                return -1;
            ++count;
        } else {
            stream.skip(size);
        }
        stream.skip(padding);
    }
}

bool endsWith(const std::string& text, const std::string& end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

} // namespace

bool isArchive(const fs::path& file)
{
    const std::string name = file.filename().string();
    return endsWith(name, ".zip") || endsWith(name, ".tar") || endsWith(name, ".tar.gz") || endsWith(name, ".tgz") || endsWith(name, ".gz");
}

std::int64_t unpackArchive(const fs::path& archive, const fs::path& folder, const std::function<bool(double)>& progress)
{
    const std::string name = archive.filename().string();
    const auto bytes = openBytes(archive);
    const std::uint64_t size = bytes->size();
    makeFolder(folder);
    if (endsWith(name, ".zip"))
        return unpackZip(bytes, folder, progress);
    if (endsWith(name, ".tar")) {
        const auto stream = rangeStream(bytes, 0, size);
        return unpackTar(*stream, size, archive.string(), folder, progress);
    }
    if (!isArchive(archive))
        throw Error("This is no archive that can be unpacked here.", archive.string(), "Unpack it with another program.");
    const auto stream = inflateStream(bytes, 0, size, DeflateWrapping::Gzip, archive.string());
    if (endsWith(name, ".tar.gz") || endsWith(name, ".tgz"))
        return unpackTar(*stream, size, archive.string(), folder, progress);
    OutputFile out(folder / archive.stem());
    std::vector<char> block(kBlock);
    while (const std::size_t got = stream->read(block.data(), block.size())) {
        out.write(block.data(), got);
        if (progress && !progress(std::min(0.99, double(out.size()) / double(size * 5 + 1))))
            return -1;
    }
    out.commit();
    return 1;
}

} // namespace spw
