// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/texts.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace spw::ui {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("texts", text);
}

} // namespace

QString catalogText(const std::string& english)
{
    return english.empty() ? QString() : QCoreApplication::translate("catalog", english.c_str());
}

QString errorText(const std::exception& e)
{
    const auto* error = dynamic_cast<const Error*>(&e);
    if (!error)
        return QString::fromUtf8(e.what());
    QString text = toQString(error->happened());
    if (!error->where().empty())
        text = toQString(error->where()) + QStringLiteral(": ") + text;
    if (!error->fix().empty())
        text += u' ' + toQString(error->fix());
    return text;
}

QString categoryText(Category category)
{
    return QCoreApplication::translate("catalog", categoryTitle(category));
}

QString portTypeText(PortType type)
{
    return QCoreApplication::translate("catalog", portTypeName(type));
}

QString unitLabel(Unit unit)
{
    switch (unit) {
    case Unit::None: return {};
    case Unit::Steps: return QCoreApplication::translate("texts", "steps");
    case Unit::Microseconds: return QStringLiteral("µs");
    case Unit::Milliseconds: return QStringLiteral("ms");
    case Unit::Seconds: return QStringLiteral("s");
    case Unit::Hertz: return QStringLiteral("Hz");
    case Unit::Pixels: return QStringLiteral("px");
    case Unit::Percent: return QStringLiteral("%");
    }
    return {};
}

QString appliesText(Applies applies)
{
    switch (applies) {
    case Applies::Live: return QCoreApplication::translate("texts", "live");
    case Applies::Restart: return QCoreApplication::translate("texts", "restart");
    case Applies::Rebuild: return QCoreApplication::translate("texts", "rebuild");
    }
    return {};
}

QString appliesDoc(Applies applies)
{
    switch (applies) {
    case Applies::Live: return QCoreApplication::translate("texts", "A change reaches a run at once.");
    case Applies::Restart: return QCoreApplication::translate("texts", "A change takes effect when the run is started again.");
    case Applies::Rebuild:
        return QCoreApplication::translate("texts", "A change alters the shape of the network; weights do not fit any more.");
    }
    return {};
}

QString valueText(const ParamSpec& spec, const ParamValue& value)
{
    if (std::holds_alternative<std::monostate>(value))
        return tr(QT_TRANSLATE_NOOP("texts", "none"));
    if (const bool* flag = std::get_if<bool>(&value))
        return *flag ? tr(QT_TRANSLATE_NOOP("texts", "yes")) : tr(QT_TRANSLATE_NOOP("texts", "no"));
    if (const auto* pair = std::get_if<std::vector<std::int64_t>>(&value)) {
        QStringList parts;
        for (const std::int64_t number : *pair)
            parts << QString::number(number);
        if (!parts.isEmpty() && parts.count(parts[0]) == parts.size())
            return parts[0];
        return parts.join(QStringLiteral(", "));
    }
    if (spec.type == ParamType::Choice)
        if (const auto* id = std::get_if<std::string>(&value))
            for (const Choice& choice : spec.choices)
                if (choice.id == *id)
                    return catalogText(choice.caption);
    return toQString(toText(value));
}

QString shortNumber(double value)
{
    const double size = std::abs(value);
    const QLocale locale;
    if (size >= 1e9)
        return locale.toString(value / 1e9, 'f', 1) + QStringLiteral(" G");
    if (size >= 1e6)
        return locale.toString(value / 1e6, 'f', 1) + QStringLiteral(" M");
    if (size >= 1e4)
        return locale.toString(value / 1e3, 'f', 0) + QStringLiteral(" k");
    return locale.toString(value, 'f', 0);
}

QString durationText(double seconds)
{
    const auto total = static_cast<long long>(std::max(0.0, seconds) + 0.5);
    const QChar zero = u'0';
    if (total >= 3600)
        return QStringLiteral("%1:%2:%3").arg(total / 3600).arg(total / 60 % 60, 2, 10, zero).arg(total % 60, 2, 10, zero);
    return QStringLiteral("%1:%2").arg(total / 60, 2, 10, zero).arg(total % 60, 2, 10, zero);
}

bool isShown(const ParamSpec& spec, const ParamValues& values)
{
    const auto equals = spec.visibleWhen.find('=');
    if (equals == std::string::npos)
        return true;
    const std::string other = spec.visibleWhen.substr(0, equals);
    if (!values.has(other))
        return true;
    const QStringList wanted = toQString(spec.visibleWhen.substr(equals + 1)).split(u'|');
    return wanted.contains(toQString(toText(values.at(other))));
}

} // namespace spw::ui
