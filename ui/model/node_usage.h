// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace spw::ui {

/// Which node types this user adds and likes, kept between sessions: the head of the palette and of the search.
class NodeUsage : public QObject {
    Q_OBJECT
public:
    explicit NodeUsage(QObject* parent = nullptr);

    /// Ids, the last one used first; at most kRecent.
    const QStringList& recent() const { return m_recent; }
    const QStringList& favourites() const { return m_favourites; }
    void use(const QString& id);
    void setFavourite(const QString& id, bool favourite);

    static constexpr int kRecent = 6;

Q_SIGNALS:
    void changed();

private:
    QStringList m_recent, m_favourites;
};

} // namespace spw::ui
