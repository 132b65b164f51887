// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/engine/goal.h"
#include "core/engine/network.h"
#include "core/engine/sample_mixer.h"
#include "core/plan/planner.h"
#include "kernels/torch/aten.h"
#include "tests/engine/test_graphs.h"
#include "tests/runner/registry.h"

#include <QTest>

namespace tst_sample_mixer {

using namespace spw;
using namespace spw::engine;
using namespace spw::test;

class tst_SampleMixer final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }

    void mixupSharesSamplesByAWeight()
    {
        const SampleMixer mixer(m_plan, m_goal, m_network.feeds(), 0.4, 0);
        double smallest = 1, largest = 0;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            PortValues values = batch();
            const PortValues before = values;
            const double own = mixer.mix(values, seed);
            QVERIFY(own >= 0 && own <= 1);
            smallest = std::min(smallest, own);
            largest = std::max(largest, own);
            const at::Tensor x = before.at(m_frames);
            QVERIFY(at::allclose(values.at(m_frames), x * own + at::roll(x, 1, 1) * (1 - own)));
            QVERIFY(values.at(m_label).equal(before.at(m_label)));
            PortValues again = before;
            QCOMPARE(mixer.mix(again, seed), own);   // a resumed run draws the same
            QVERIFY(again.at(m_frames).equal(values.at(m_frames)));
        }
        QVERIFY(smallest < 0.2 && largest > 0.8);    // Beta(0.4, 0.4) likes the ends
    }

    void cutmixPutsAPieceOfTheOtherPictureIntoEveryStep()
    {
        const SampleMixer mixer(m_plan, m_goal, m_network.feeds(), 0, 1);
        bool cut = false;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            PortValues values = batch();
            values.at(m_frames) = at::arange(1, 5, at::kFloat).view({1, 4, 1, 1, 1}).expand({6, 4, 2, 16, 16}).contiguous();
            const at::Tensor x = values.at(m_frames).clone();
            const double own = mixer.mix(values, seed);
            const at::Tensor same = values.at(m_frames).eq(x);
            QVERIFY(std::abs(same.to(at::kDouble).mean().item<double>() - own) < 1e-9);
            QVERIFY(same.logical_or(values.at(m_frames).eq(at::roll(x, 1, 1))).all().item<bool>());
            QVERIFY(same.eq(same[0][0][0]).all().item<bool>());   // the same place in every step and sample
            cut = cut || own < 1;
        }
        QVERIFY(cut);
    }

    void theOtherLossIsThatOfTheOtherLabels()
    {
        const SampleMixer mixer(m_plan, m_goal, m_network.feeds(), 1, 0);
        m_network.setTraining(false);
        std::set<EdgeEnd> keep = mixer.keep();
        keep.insert(m_goal.lossPort);
        PortValues values = batch();
        {
            const at::NoGradGuard guard;
            for (const Network::Entry& parameter : m_network.parameters())   // the last neurons must fire: silence fits all labels alike
                if (parameter.name == "Linear/weight")
                    parameter.tensor.mul_(30);
        }
        m_network.reset();
        const PortValues kept = m_network.forward(values, keep);
        const double other = mixer.otherLoss(m_network, values, kept).item<double>();
        values.at(m_label) = at::roll(values.at(m_label), 1, 0);
        m_network.reset();
        QCOMPARE(other, m_network.forward(values, keep).at(m_goal.lossPort).item<double>());
        QVERIFY(other != kept.at(m_goal.lossPort).item<double>());
    }

    void cutmixWithoutPicturesIsRefused()
    {
        Plan plan = m_plan;
        plan.ports.at(m_frames).features.resize(1);
        QVERIFY_THROWS_EXCEPTION(Error, SampleMixer(plan, m_goal, m_network.feeds(), 0, 1));
    }

private:
    PortValues batch() const
    {
        at::manual_seed(4);
        return {{m_frames, at::randint(0, 4, {6, 4, 2, 16, 16}, at::kFloat)}, {m_label, at::arange(4, at::kLong)}};
    }

    const SmallNet m_net = smallNet();
    const Plan m_plan = makePlan(m_net.graph);
    const Goal m_goal = findGoal(m_plan);
    Network m_network{m_plan, 1, at::kCPU};
    const EdgeEnd m_frames{m_net.graph.find("Frames"), "x"}, m_label{m_net.data, "label"};
};

SPW_TEST_GUILESS(tst_SampleMixer)

} // namespace tst_sample_mixer

#include "tst_sample_mixer.moc"
