// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/writers/output_file.h"

#include "core/base/error.h"

#include <atomic>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace spw {

namespace {

constexpr std::size_t kBuffer = std::size_t(1) << 20;

} // namespace

OutputFile::OutputFile(const std::filesystem::path& file)
    : m_file(file)
{
    std::error_code ec;
    if (std::filesystem::is_symlink(file, ec))   // renaming over a link would replace the link
        if (const auto real = std::filesystem::canonical(file, ec); !ec)
            m_file = real;
    if (m_file.filename().empty() || std::filesystem::is_directory(m_file, ec))
        throw Error("This is a folder, not a file.", file.string(), "Give the name of a file.");
    static std::atomic<unsigned> counter{0};
    m_temporary = m_file.parent_path() / ("." + m_file.filename().string() + ".part-" + std::to_string(::getpid()) + "-"
                                          + std::to_string(counter++));
    m_handle = ::open(m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (m_handle < 0)
        fail(errno);
}

OutputFile::~OutputFile()
{
    if (m_handle >= 0) {
        ::close(m_handle);
        ::unlink(m_temporary.c_str());
    }
}

void OutputFile::fail(int reason) const
{
    throw Error(std::string("The file could not be written: ") + std::strerror(reason) + ".", m_file.string(),
                "Check that the folder exists, that you may write there and that the disk is not full.");
}

void OutputFile::write(const void* bytes, std::size_t count)
{
    m_size += count;
    m_buffer.append(static_cast<const char*>(bytes), count);
    if (m_buffer.size() >= kBuffer)
        flush();
}

void OutputFile::flush()
{
    for (std::size_t done = 0; done < m_buffer.size();) {
        const ssize_t n = ::write(m_handle, m_buffer.data() + done, m_buffer.size() - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            fail(errno);
        done += std::size_t(n);
    }
    m_buffer.clear();
}

void OutputFile::patch(std::uint64_t offset, std::string_view bytes)
{
    flush();
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t n = ::pwrite(m_handle, bytes.data() + done, bytes.size() - done, off_t(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            fail(errno);
        done += std::size_t(n);
    }
}

void OutputFile::read(std::uint64_t offset, void* out, std::size_t count)
{
    flush();
    for (std::size_t done = 0; done < count;) {
        const ssize_t n = ::pread(m_handle, static_cast<char*>(out) + done, count - done, off_t(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            fail(n < 0 ? errno : EIO);
        done += std::size_t(n);
    }
}

void OutputFile::commit()
{
    flush();
    if (::fsync(m_handle) != 0)
        fail(errno);
    const int handle = m_handle;
    m_handle = -1;
    if (::close(handle) != 0 || ::rename(m_temporary.c_str(), m_file.c_str()) != 0) {
        const int reason = errno;
        ::unlink(m_temporary.c_str());
        fail(reason);
    }
}

} // namespace spw
