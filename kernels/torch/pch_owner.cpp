// SPDX-License-Identifier: GPL-3.0-or-later
// A target needs a file: the precompiled header of the operators and the engine belongs to a target that holds nothing else.
