// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "core/data/event_reader.h"

#include <memory>
#include <string>
#include <vector>

/// What all `events` commands share: how a recording is opened, and what is said of a damaged one.
namespace spw::cli {

/// --format and --option.
std::vector<OptionSpec> eventReadOptions();
/// The formats with their options, for --help.
std::string eventFormatNotes();

/// @throws UsageError for an --option that is no NAME=VALUE; Error as openEvents.
std::unique_ptr<EventReader> openEventArgument(const Arguments& arguments, const std::string& positional);

/// Warnings and dropped bytes of what was read, on standard error: a cut file is usable, with exit code 0.
/// @param events  how many were read; -1: not counted.
void warnOfDamage(const EventReader& reader, const std::string& name, std::int64_t events);

/// "[0, 1)" parts as a percentage on a terminal; nothing elsewhere. @return false after Ctrl+C.
bool showShare(const char* what, double share);
void endShare();

} // namespace spw::cli
