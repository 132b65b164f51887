// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/catalog/node_spec.h"
#include "core/catalog/port.h"

#include <QColor>
#include <QFont>
#include <QHash>
#include <QObject>
#include <QPalette>

namespace spw::ui {

/// The colours of the studio by name, read from resources/themes/<name>.json; no code holds a colour of its own.
/// Names: canvas, grid, node, group, window, base, text, secondary, border, accent, focus, info, ok, warning, error,
/// kind.s/c/i/e/l/u/p (data kinds), category.<name>, series.1..6 (plots), polarity.on/off, heat.0..4 (low to high),
/// raster.spike, cursor, threshold.
///
///     painter.setPen(Theme::current().color("kind.s"));
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& current();

    const QString& name() const { return m_name; }           // "light" or "dark"
    bool isDark() const { return m_dark; }
    /// Switches live: palette, style sheet, then changed().
    void setName(const QString& name);
    static QStringList names();

    /// Magenta and a warning in the log for a name no theme has (a test walks all names).
    QColor color(const QString& token) const;
    bool has(const QString& token) const { return m_colors.contains(token); }
    QStringList tokens() const;

    QColor kind(PortType type) const;
    QColor category(Category category) const;
    QColor severity(Severity severity) const;
    QColor series(int index) const;                          // 0, 1, ... wraps

    QPalette palette() const;
    QString styleSheet() const;

    /// One letter beside the port ("s"); the twin of the colour.
    static QChar kindLetter(PortType type);
    /// One letter in the category bar ("N").
    static QChar categoryLetter(Category category);

Q_SIGNALS:
    void changed();

private:
    Theme();
    void load(const QString& name);

    QString m_name;
    bool m_dark = false;
    QHash<QString, QColor> m_colors;
};

} // namespace spw::ui
