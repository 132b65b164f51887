// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/byte_source.h"

#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace spw {

namespace {

[[noreturn]] void fail(const char* what, const std::string& name)
{
    throw Error(std::string(what) + ": " + std::strerror(errno) + ".", name,
                "Check that the file exists and that you may read it.");
}

class FileBytes final : public ByteSource {
public:
    explicit FileBytes(const std::filesystem::path& file)
        : m_path(file)
        , m_name(file.string())
        , m_file(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))   // a pipe's name must not wait for a writer
    {
        if (m_file < 0)
            fail("The file cannot be opened", m_name);
        struct stat facts {};
        if (::fstat(m_file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
            ::close(m_file);
            throw Error("This is no file.", m_name, "Give the name of a file.");
        }
        m_size = std::uint64_t(facts.st_size);
    }
    ~FileBytes() override { ::close(m_file); }
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;

    const std::string& name() const override { return m_name; }
    std::uint64_t size() const override { return m_size; }
    const std::filesystem::path& path() const override { return m_path; }

    std::size_t read(std::uint64_t offset, void* out, std::size_t count) const override
    {
        if (offset >= m_size)
            return 0;
        count = std::size_t(std::min<std::uint64_t>(count, m_size - offset));
        std::size_t done = 0;
        while (done < count) {
            const ssize_t got = ::pread(m_file, static_cast<char*>(out) + done, count - done, off_t(offset + done));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                fail("The file cannot be read", m_name + ", byte " + std::to_string(offset + done));
            if (got == 0)
                break;
            done += std::size_t(got);
        }
        return done;
    }

private:
    std::filesystem::path m_path;
    std::string m_name;
    int m_file;
    std::uint64_t m_size = 0;
};

class MemoryBytes final : public ByteSource {
public:
    MemoryBytes(std::string bytes, std::string name) : m_bytes(std::move(bytes)), m_name(std::move(name)) {}

    const std::string& name() const override { return m_name; }
    std::uint64_t size() const override { return m_bytes.size(); }
    const std::filesystem::path& path() const override { return m_path; }

    std::size_t read(std::uint64_t offset, void* out, std::size_t count) const override
    {
        if (offset >= m_bytes.size() || count == 0)
            return 0;
        count = std::min(count, m_bytes.size() - std::size_t(offset));
        std::memcpy(out, m_bytes.data() + offset, count);
        return count;
    }

private:
    std::string m_bytes, m_name;
    std::filesystem::path m_path;
};

} // namespace

std::string ByteSource::text(std::uint64_t offset, std::size_t count) const
{
    const std::uint64_t left = offset < size() ? size() - offset : 0;
    std::string result(std::size_t(std::min<std::uint64_t>(count, left)), '\0');
    result.resize(read(offset, result.data(), result.size()));
    return result;
}

std::shared_ptr<const ByteSource> openBytes(const std::filesystem::path& file)
{
    return std::make_shared<FileBytes>(file);
}

std::shared_ptr<const ByteSource> bytesInMemory(std::string bytes, std::string name)
{
    return std::make_shared<MemoryBytes>(std::move(bytes), std::move(name));
}

} // namespace spw
