// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for the command line program, most of whose commands print JSON.
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
