// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/report_view.h"
#include "tests/runner/registry.h"

#include <QHeaderView>
#include <QTest>

namespace tst_report_view {

using namespace spw;
using namespace spw::ui;

class tst_ReportView final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void longSentencesAreWrappedAndNotCutOff()
    {
        Diagnostics limits(2);
        limits[0].nodeName = "LIF 1";
        limits[0].what = "short";
        limits[1].nodeName = "LIF 2";
        limits[1].what = "The threshold of this neuron is not a whole number of the steps that the chip has, and it is rounded to the nearest "
                         "one, which changes how often the neuron fires. Choose a threshold that is a multiple of one sixty-fourth, or accept it.";
        ReportView view;
        view.resize(620, 300);
        view.show(limits, {});
        static_cast<QWidget&>(view).show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto height = [&](int row) { return view.visualItemRect(view.topLevelItem(row)).height(); };
        const auto needed = [&] {
            return view.fontMetrics().boundingRect(QRect(0, 0, view.columnWidth(3) - 6, 10000), Qt::TextWordWrap, view.topLevelItem(1)->text(3)).height();
        };
        QCOMPARE(view.textElideMode(), Qt::ElideNone);
        QTRY_VERIFY(height(1) >= needed());
        QVERIFY(height(1) > 2 * height(0));
        const int before = height(1);
        view.resize(380, 300);
        QTRY_VERIFY(height(1) > before);
        QVERIFY(height(1) >= needed());
        view.resize(1500, 300);
        QTRY_VERIFY(height(1) < before);
    }
};

SPW_TEST_GUI(tst_ReportView)

} // namespace tst_report_view

#include "tst_report_view.moc"
