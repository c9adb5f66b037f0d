/** The chunked .nlc file: signature, chunks, CRC-32C, header. Stands alone. */
package io.nlc.container;
