/** Programs that use NLC through imaging libraries that know nothing of it. */
package io.nlc.clients;
