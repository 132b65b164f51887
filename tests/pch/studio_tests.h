// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Precompiled for tests of the studio.
#include "ui/scopes/qcustomplot.h"

#include <QtTest/QtTest>
#include <QtWidgets>
