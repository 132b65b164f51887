// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for all other tests.
#include <QtTest/QtTest>

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>
