// SPDX-License-Identifier: GPL-3.0-or-later
// A target needs a file: the precompiled header of core and the plugins belongs to a target that holds nothing else.
