// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/node_search.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QListWidget;

namespace spw::ui {

class NodeUsage;

/// The search box that adds a node where it was opened, wired to the end it was opened for.
class AddPopup : public QFrame {
    Q_OBJECT
public:
    AddPopup(const Catalog& catalog, const NodeUsage& usage, QWidget* parent);

    /// Shows itself at `at` (parent's coordinates), kept inside the parent.
    void open(QPoint at, std::optional<WireEnd> wire);

Q_SIGNALS:
    void chosen(const spw::NodeSpec* spec, int port, bool keepOpen);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refill();
    void addHeading(const QString& text);
    void addHit(const NodeHit& hit);
    void moveRow(int direction);
    void accept(bool keepOpen);
    void showPreview();

    const Catalog& m_catalog;
    const NodeUsage& m_usage;
    std::optional<WireEnd> m_wire;
    QVector<NodeHit> m_hits;             // by row; a heading has no spec
    QLineEdit* m_search;
    QListWidget* m_list;
    QLabel* m_heading;
    QLabel* m_preview;
};

} // namespace spw::ui
