// SPDX-License-Identifier: GPL-3.0-or-later
// Hands sequences to the generated files, one per neuron.
#include "kernels/cuda/cuda_error.h"
#include "kernels/cuda/neuron_cuda.h"

namespace spw::kernels {

namespace cuda_sequences {
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    void forward##Functor(const SequenceModel&, const SequenceForward&, cudaStream_t);                            \
    void backward##Functor(const SequenceModel&, const SequenceBackward&, cudaStream_t);
#include "kernels/dynamics/sequence_list.h"
} // namespace cuda_sequences

void forwardCuda(const SequenceModel& model, const SequenceForward& buffers, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    int index = model.neuron;
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    if (index-- == 0)                                                                                              \
        cuda_sequences::forward##Functor(model, buffers, stream);
#include "kernels/dynamics/sequence_list.h"
}

void backwardCuda(const SequenceModel& model, const SequenceBackward& buffers, int device, CUstream_st* stream)
{
    checkCuda(cudaSetDevice(device), "the device");
    int index = model.neuron;
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    if (index-- == 0)                                                                                              \
        cuda_sequences::backward##Functor(model, buffers, stream);
#include "kernels/dynamics/sequence_list.h"
}

} // namespace spw::kernels
