// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/autosave.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace spw {
namespace {

namespace fs = std::filesystem;

fs::path notesFolder(const fs::path& state)
{
    return state / "autosave";
}

/// A note holds the two paths as bytes, each ended by a zero. It is written in place: replacing the file would leave the lock on the old one.
void writeNote(int fd, const fs::path& note, const fs::path& project, const fs::path& copy)
{
    const std::string content = project.string() + '\0' + copy.string() + '\0';
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, content.data(), content.size(), 0) != ssize_t(content.size()))
        throw Error(std::string("The note about the autosave could not be written: ") + std::strerror(errno) + ".",
                    note.string(), "Check that the disk is not full.");
}

bool writable(const fs::path& folder)
{
    return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

} // namespace

fs::path stateFolder()
{
    if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state == '/')
        return fs::path(state) / "spikewright";
    if (const char* home = std::getenv("HOME"); home && *home)
        return fs::path(home) / ".local" / "state" / "spikewright";
    return fs::temp_directory_path() / ("spikewright-" + std::to_string(::getuid()));
}

Autosave::Autosave(fs::path project, fs::path state) : m_project(std::move(project)), m_state(std::move(state))
{
    static std::atomic<unsigned> counter{0};
    std::error_code ec;
    if (!m_project.empty()) {
        const fs::path absolute = fs::absolute(m_project, ec);
        if (!ec)
            m_project = absolute;
    }
    const std::string name = std::to_string(std::time(nullptr)) + "-" + std::to_string(::getpid()) + "-" +
                             std::to_string(counter++);
    m_note = notesFolder(m_state) / (name + ".json");
    if (!m_project.empty() && writable(m_project.parent_path()))
        m_file = m_project.parent_path() / ("." + m_project.filename().string() + ".autosave");
    else
        m_file = notesFolder(m_state) / (name + ".spw");
}

Autosave::~Autosave()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

void Autosave::write(const Document& document)
{
    if (m_lock < 0) {
        std::error_code ec;
        fs::create_directories(notesFolder(m_state), ec);
        const int fd = ::open(m_note.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0)
            throw Error(std::string("The note about the autosave could not be written: ") + std::strerror(errno) + ".",
                        m_note.string(), "Check that you may write there and that the disk is not full.");
        m_lock = fd;
        ::flock(m_lock, LOCK_EX | LOCK_NB);   // the name is ours alone
        writeNote(m_lock, m_note, m_project, m_file);
    }
    writeFileAtomically(m_file, writeDocument(document));
}

void Autosave::discard()
{
    std::error_code ec;
    if (m_lock < 0)
        return;   // nothing was written
    fs::remove(m_file, ec);
    fs::remove(m_note, ec);
    ::close(m_lock);
    m_lock = -1;
}

std::vector<Recoverable> recoverable(const fs::path& state)
{
    constexpr std::uintmax_t kLargestNote = 1 << 14;
    std::vector<Recoverable> found;
    std::error_code ec;
    for (fs::directory_iterator it(notesFolder(state), ec), end; !ec && it != end; it.increment(ec)) {
        const fs::path note = it->path();
        if (note.extension() != ".json")
            continue;
        const int fd = ::open(note.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (fd < 0)
            continue;
        const bool inUse = ::flock(fd, LOCK_EX | LOCK_NB) != 0;
        ::close(fd);
        if (inUse)
            continue;
        std::string content;
        try {
            content = readFile(note, kLargestNote);
        } catch (const Error&) {
            continue;
        }
        const auto first = content.find('\0');
        const auto second = first == std::string::npos ? first : content.find('\0', first + 1);
        if (second == std::string::npos)
            continue;   // cut short by a crash: it names no work
        Recoverable item{.autosave = content.substr(first + 1, second - first - 1),
                         .project = content.substr(0, first), .time = 0, .note = note};
        std::error_code missing;
        if (!fs::is_regular_file(item.autosave, missing)) {
            fs::remove(note, missing);   // nothing was saved, or somebody tidied up
            continue;
        }
        const auto age = fs::file_time_type::clock::now() - fs::last_write_time(item.autosave, missing);
        item.time = std::time(nullptr) - std::chrono::duration_cast<std::chrono::seconds>(age).count();
        found.push_back(std::move(item));
    }
    std::sort(found.begin(), found.end(), [](const Recoverable& a, const Recoverable& b) {
        return a.time != b.time ? a.time > b.time : a.note > b.note;
    });
    return found;
}

void discard(const Recoverable& item)
{
    std::error_code ec;
    std::filesystem::remove(item.autosave, ec);
    std::filesystem::remove(item.note, ec);
}

} // namespace spw
