// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for all of ui: what most of its files read. Nothing of this project that changes, or each change would compile everything.
#include "ui/scopes/qcustomplot.h"

#include <QtWidgets>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>
