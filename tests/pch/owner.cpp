// SPDX-License-Identifier: GPL-3.0-or-later
// A target needs a file: the precompiled headers of the tests belong to targets that hold nothing else.
