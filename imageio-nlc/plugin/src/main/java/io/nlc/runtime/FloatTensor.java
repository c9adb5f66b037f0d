package io.nlc.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A dense float32 tensor over a direct buffer in native order, which ONNX Runtime reads and writes without a copy. The
 * buffer is kept when the tensor is reshaped, so one tensor serves all tiles of a picture. Not thread-safe.
 */
public final class FloatTensor {

    private FloatBuffer buffer = allocate(0);
    private long[] shape = {0};

    /** Makes an empty tensor; {@link #reshape} gives it a shape. */
    public FloatTensor() {}

    /** Makes a tensor of the shape, all zero. */
    public FloatTensor(long... shape) {
        reshape(shape);
    }

    /** Makes a tensor of the shape with the same value everywhere. */
    public static FloatTensor filled(float value, long... shape) {
        FloatTensor t = new FloatTensor(shape);
        for (int i = 0; i < t.size(); i++) {
            t.set(i, value);
        }
        return t;
    }

    private static FloatBuffer allocate(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * Gives the tensor a new shape; what it holds is undefined afterwards if it had to grow, and kept otherwise.
     *
     * @throws ArithmeticException if the shape has more than 2^29 - 1 elements
     */
    public FloatTensor reshape(long... newShape) {
        int n = elements(newShape);
        if (n > buffer.capacity()) {
            buffer = allocate(n);
        }
        buffer.limit(n).position(0);
        shape = newShape.clone();
        return this;
    }

    private static int elements(long... shape) {
        long n = 1;
        for (long s : shape) {
            if (s < 0) {
                throw new IllegalArgumentException("shape must not be negative: " + Arrays.toString(shape));
            }
            n = Math.multiplyExact(n, s);
        }
        return Math.toIntExact(n);
    }

    /** The shape, outermost axis first. */
    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public int size() {
        return buffer.limit();
    }

    /** The elements, position 0, limit {@link #size}: the live buffer, not a copy. */
    public FloatBuffer buffer() {
        return buffer.position(0);
    }

    /** Sets element {@code i} of the flattened tensor. */
    public void set(int i, float value) {
        buffer.put(i, value);
    }

    /** Element {@code i} of the flattened tensor. */
    public float get(int i) {
        return buffer.get(i);
    }

    /** Copies {@code size()} values into the tensor. */
    public FloatTensor put(float[] values) {
        buffer.position(0);
        buffer.put(values, 0, size());
        buffer.position(0);
        return this;
    }

    /** Copies the elements out, into {@code target} if it is long enough, else into a new array. */
    public float[] toArray(float[] target) {
        float[] out = target != null && target.length >= size() ? target : new float[size()];
        buffer.get(0, out, 0, size());
        return out;
    }

    /** Copies the elements into {@code target}, from {@code at} on. */
    public void get(float[] target, int at) {
        buffer.get(0, target, at, size());
    }

    /** Sets every element to zero. */
    public FloatTensor zero() {
        for (int i = 0, n = size(); i < n; i++) {
            buffer.put(i, 0f);
        }
        return this;
    }
}
