// SPDX-License-Identifier: GPL-3.0-or-later
// Every event format, in the order in which a file is offered to them: SPW_EVENT_FORMAT(function that gives its row).
// The function is in the file of its name in this folder. (No include guard: read several times.)
SPW_EVENT_FORMAT(bs2Format)
SPW_EVENT_FORMAT(bs1Format)
SPW_EVENT_FORMAT(bs3Format)
SPW_EVENT_FORMAT(bsnFormat)
SPW_EVENT_FORMAT(atisFormat)
SPW_EVENT_FORMAT(aedat1Format)
SPW_EVENT_FORMAT(aedat2Format)
SPW_EVENT_FORMAT(aedat3Format)
SPW_EVENT_FORMAT(aedat4Format)
