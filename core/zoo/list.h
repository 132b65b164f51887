// SPDX-License-Identifier: GPL-3.0-or-later
// The families of the model zoo, in the order in which they are shown; each is a file here.
//     SPW_ZOO(function)    function that gives its rows
SPW_ZOO(parametricLifNets)
SPW_ZOO(sewResNets)
SPW_ZOO(spikingResNets)
SPW_ZOO(spikingVggs)
SPW_ZOO(tutorialNets)
SPW_ZOO(learningRules)
SPW_ZOO(conversionNets)
SPW_ZOO(slayerNets)
SPW_ZOO(lavaNets)
SPW_ZOO(yoloNets)
SPW_ZOO(randomNets)
