// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <atomic>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace spw {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const fs::path& file, int reason)
{
    throw Error(what + ": " + std::strerror(reason) + ".", file.string(),
                "Check that the folder exists, that you may write there and that the disk is not full.");
}

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    int release()
    {
        const int fd = m_fd;
        m_fd = -1;
        return fd;
    }

private:
    int m_fd;
};

/// A name beside `target` that no other writer of this machine uses.
fs::path neighbour(const fs::path& target, const char* purpose)
{
    static std::atomic<unsigned> counter{0};
    return target.parent_path() / ("." + target.filename().string() + "." + purpose + "-" + std::to_string(::getpid()) +
                                   "-" + std::to_string(counter++));
}

/// The file a link points to: renaming over a link would replace the link.
fs::path resolved(const fs::path& file)
{
    std::error_code ec;
    fs::path absolute = fs::absolute(file, ec);
    if (ec)
        absolute = file;
    if (fs::is_symlink(absolute, ec)) {
        const fs::path real = fs::canonical(absolute, ec);
        if (!ec)
            return real;
    }
    return absolute;
}

void syncFolder(const fs::path& folder)
{
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0)
        ::fsync(fd.get());   // some file systems cannot: the rename is done all the same
}

} // namespace

void writeFileAtomically(const fs::path& file, std::string_view content)
{
    const fs::path target = resolved(file);
    if (target.filename().empty() || fs::is_directory(target))
        throw Error("This is a folder, not a file.", file.string(), "Give the name of a file.");
    const fs::path temporary = neighbour(target, "new");
    mode_t mode = 0666;   // the process' mask applies
    struct stat old {};
    const bool replaces = ::stat(target.c_str(), &old) == 0;
    if (replaces)
        mode = old.st_mode & 07777;

    Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (fd.get() < 0)
        fail("The file could not be written", file, errno);
    const auto giveUp = [&](int reason) {
        ::unlink(temporary.c_str());
        fail("The file could not be written", file, reason);
    };
    if (replaces && ::fchmod(fd.get(), mode) != 0 && errno != EPERM)
        giveUp(errno);
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t n = ::write(fd.get(), content.data() + done, content.size() - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            giveUp(errno);
        done += std::size_t(n);
    }
    if (::fsync(fd.get()) != 0)
        giveUp(errno);
    if (::close(fd.release()) != 0)
        giveUp(errno);
    if (::rename(temporary.c_str(), target.c_str()) != 0)
        giveUp(errno);
    syncFolder(target.parent_path());
}

void writeFolderAtomically(const fs::path& folder, const std::function<void(const fs::path&)>& fill)
{
    fs::path target = resolved(folder);
    if (target.filename().empty())   // "name/"
        target = target.parent_path();
    const fs::path fresh = neighbour(target, "new");
    const fs::path old = neighbour(target, "old");
    std::error_code ec;
    if (!fs::create_directory(fresh, ec))
        fail("The folder could not be written", folder, ec.value());
    try {
        fill(fresh);
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(fresh)) {
            const Descriptor fd(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC));
            if (fd.get() >= 0 && ::fsync(fd.get()) != 0 && errno == EIO)
                fail("The folder could not be written", entry.path(), errno);
        }
        syncFolder(fresh);
    } catch (...) {
        fs::remove_all(fresh, ec);
        throw;
    }
    // Renaming cannot replace a folder that is not empty, so the old one steps aside first. A crash between the two
    // renames leaves both complete folders beside each other under names that start with the folder's own.
    const bool replaces = fs::exists(target, ec);
    if (replaces && ::rename(target.c_str(), old.c_str()) != 0) {
        const int reason = errno;
        fs::remove_all(fresh, ec);
        fail("The folder could not be replaced", folder, reason);
    }
    if (::rename(fresh.c_str(), target.c_str()) != 0) {
        const int reason = errno;
        if (replaces)
            ::rename(old.c_str(), target.c_str());
        fs::remove_all(fresh, ec);
        fail("The folder could not be replaced", folder, reason);
    }
    syncFolder(target.parent_path());
    if (replaces)
        fs::remove_all(old, ec);
}

std::string readFile(const fs::path& file, std::uintmax_t limit)
{
    const auto refuse = [&](const std::string& what, const std::string& fix) { throw Error(what, file.string(), fix); };
    const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));   // a pipe must not block us
    if (fd.get() < 0)
        refuse(std::string("The file could not be opened: ") + std::strerror(errno) + ".",
               "Check the name and that you may read it.");
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode))
        refuse("This is not a regular file.", "Give the name of a file.");
    const auto tooLarge = [&](std::uintmax_t size) {
        refuse("The file has " + std::to_string(size) + " bytes; at most " + std::to_string(limit) + " are read.",
               "Check that this is the file you meant.");
    };
    if (std::uintmax_t(info.st_size) > limit)
        tooLarge(std::uintmax_t(info.st_size));
    std::string content(std::size_t(info.st_size), '\0');
    std::size_t done = 0;
    for (;;) {
        if (done == content.size()) {   // files of /proc have size 0, others may grow while being read
            if (done > limit)
                tooLarge(done);
            content.resize(content.size() + 4096);
        }
        const ssize_t n = ::read(fd.get(), content.data() + done, content.size() - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            refuse(std::string("The file could not be read: ") + std::strerror(errno) + ".",
                   "Check that the disk is in order.");
        if (n == 0)
            break;
        done += std::size_t(n);
    }
    if (done > limit)
        tooLarge(done);
    content.resize(done);
    return content;
}

} // namespace spw
