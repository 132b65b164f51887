// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"
#include "core/catalog/param.h"
#include "core/catalog/port.h"

#include <QString>

#include <exception>

/// Words of the catalog in the user's language. The catalog itself is English and knows no Qt; its strings are
/// translated in the context "catalog", and a test walks the catalog so that none is missing.
namespace spw::ui {

QString catalogText(const std::string& english);
inline QString toQString(const std::string& text) { return QString::fromStdString(text); }

/// What happened, where and how to fix it, if it is an Error; else what it says.
QString errorText(const std::exception& e);

QString categoryText(Category category);
QString portTypeText(PortType type);
QString unitLabel(Unit unit);                                  // "ms", empty for none
QString appliesText(Applies applies);                         // "live"
QString appliesDoc(Applies applies);
/// A value as people read it: choices by caption, pairs as "3 x 3", none as "none".
QString valueText(const ParamSpec& spec, const ParamValue& value);
/// "118 k", "3.4 M".
QString shortNumber(double value);
QString durationText(double seconds);                         // "02:13"
/// False while another parameter hides it ("optimizer=sgd|adamw").
bool isShown(const ParamSpec& spec, const ParamValues& values);

} // namespace spw::ui
