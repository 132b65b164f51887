// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spw {

/// Folder for what a program remembers between runs: $XDG_STATE_HOME/spikewright, else ~/.local/state/spikewright.
std::filesystem::path stateFolder();

/// Work that a program which ended without saving left behind.
struct Recoverable {
    std::filesystem::path autosave;   // the saved state
    std::filesystem::path project;    // the file it belongs to; empty: never saved
    std::int64_t time = 0;            // seconds since 1970
    std::filesystem::path note;       // the entry in the state folder
};

/// Keeps an automatic copy of one open project. The copy lies beside the project as `.name.spw.autosave`, or in the
/// state folder for a project without a file (or beside which nothing can be written). A note in the state folder,
/// locked as long as this object lives, says where; the system drops the lock of a program that crashed, which is how
/// left-over work is told from the open projects of another running program.
///
/// Destroying it removes nothing: call discard() after a save and when the user closes without saving.
class Autosave {
public:
    /// @param project  empty: never saved.
    explicit Autosave(std::filesystem::path project, std::filesystem::path state = stateFolder());
    ~Autosave();
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    /// Where write() puts the copy.
    const std::filesystem::path& file() const { return m_file; }
    /// Atomic. @throws Error.
    void write(const Document& document);
    /// The project is safe or given up: removes the copy and the note.
    void discard();

private:
    std::filesystem::path m_project, m_state, m_file, m_note;
    int m_lock = -1;
};

/// Left-over work, newest first. Skips what another running program still has open.
std::vector<Recoverable> recoverable(const std::filesystem::path& state = stateFolder());

/// Forgets left-over work: removes its copy and its note.
void discard(const Recoverable& item);

} // namespace spw
